(** Of a model whose first task is addition: for any two numbers of any length, the network writes their sum and stops. *)
From Npi Require Import Options Machine Network Obeys.
From Npi.tasks Require Import Columns Addition.
From Model Require Import Blob Specs Obeys.

Definition print : Z := fst (hd (0, Spec 0 []) specs).
Definition addition : spec := snd (hd (0, Spec 0 []) specs).

(** The network in these bytes [adds], which says: run over a scratchpad with any two lists of digits, it comes to an empty stack within
    twelve steps a column, and what is written then is the number of the one and that of the other. *)
Theorem the_network_adds : exists n, network_in print blob = Some n /\ adds addition (networking addition n).
Proof.
  apply adds_as_taught.
  - apply the_network_obeys_its_teacher. now left.
  - apply recursion_adds; vm_compute; reflexivity.
Qed.
Print Assumptions the_network_adds.
