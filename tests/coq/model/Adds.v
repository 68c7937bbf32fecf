(** Of a model whose first task is addition: for any two numbers of any length, the network writes their sum and stops. *)
From Npi Require Import Options Machine Network Obeys.
From Npi.tasks Require Import Columns Addition.
From Model Require Import Blob Specs Obeys.

Definition print : Z := fst (hd (0, Spec 0 []) specs).
Definition addition : spec := snd (hd (0, Spec 0 []) specs).

(** The network in these bytes [adds], which says: run over a scratchpad with any two lists of digits, of any number of columns that
    leaves one for the carry, it comes to an empty stack within twelve steps a column, and then OUT holds the digits of their sum, and
    blanks from then on. *)
Theorem the_network_adds : exists n, network_in print blob = Some n /\ adds addition (networking addition n).
Proof.
  apply adds_as_taught.
  - apply the_network_obeys_its_teacher. now left.
  - apply recursion_adds; vm_compute; reflexivity.
Qed.
Print Assumptions the_network_adds.
