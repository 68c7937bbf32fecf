(** Of a model and runs of addition and of sorting that [traces.py] wrote: the worlds in which they are proven to be right show what the
    runtime's have shown, take the same actions, and end with the same answers. *)
From Npi Require Import Options Follows.
From Npi.tasks Require Import Worlds.
From Model Require Import Blob Specs Traces.

Theorem the_worlds_are_the_runtimes : model_runs blob specs adds_as_run additions && model_runs blob specs sorts_as_run sortings = true.
Proof. vm_cast_no_check (eq_refl true). Qed.
Print Assumptions the_worlds_are_the_runtimes.
