(** Of a model that [npi export coq] wrote: its weights are those of bytes, and its scales within their limits, so that what [Npi.Sums]
    proves is true of each of its networks: every sum of every step comes to the same in the runtime's 32 bits. *)
From Npi Require Import Options Machine Network Sums.
From Model Require Import Blob Specs.

Theorem the_sums_fit : forallb (fun '(print, s) => match network_in print blob with Some n => sums_fit n | None => false end) specs = true.
Proof. vm_cast_no_check (eq_refl true). Qed.
Print Assumptions the_sums_fit.
