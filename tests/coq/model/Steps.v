(** Of a model and runs of it that [traces.py] wrote: the network takes the runtime's steps, hidden state by hidden state. *)
From Npi Require Import Options Machine Follows.
From Model Require Import Blob Specs Traces.

Theorem the_steps_are_the_runtimes : model_follows blob specs traces = true.
Proof. vm_cast_no_check (eq_refl true). Qed.
Print Assumptions the_steps_are_the_runtimes.
