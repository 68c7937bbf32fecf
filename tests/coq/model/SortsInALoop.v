(** Of a model whose second task is sorting with loops: the network puts any numbers in order and stops. *)
From Npi Require Import Options Machine Network Obeys.
From Npi.tasks Require Import Array SortingLoop.
From Model Require Import Blob Specs Obeys.

Definition print : Z := fst (nth 1 specs (0, Spec 0 [])).
Definition sorting : spec := snd (nth 1 specs (0, Spec 0 [])).

(** The network in these bytes [sorts], which says: run over any numbers, of which there is at least one, it comes to an empty stack,
    and what stands there then are the same numbers in order. *)
Theorem the_network_sorts : exists n, network_in print blob = Some n /\ sorts sorting (networking sorting n).
Proof.
  apply sorts_as_taught.
  - apply the_network_obeys_its_teacher. right. now left.
  - apply loop_sorts; vm_compute; reflexivity.
Qed.
Print Assumptions the_network_sorts.
