(** Of a model that [npi export coq] wrote: the network of each of its tasks does what its teacher does, whatever it sees. *)
From Npi Require Import Options Machine Obeys.
From Model Require Import Blob Specs.

Theorem all_is_right : model_is_right blob specs = true.
Proof. vm_cast_no_check (eq_refl true). Qed.

Theorem the_network_obeys_its_teacher : forall print s, In (print, s) specs -> network_does_as_taught blob print s.
Proof. exact (right_model_does_as_taught blob specs all_is_right). Qed.
Print Assumptions the_network_obeys_its_teacher.
