(** Whether the network of these files takes the very steps that the runtime's has taken. *)
From Npi Require Import Options Machine Network Sequences.
Open Scope Z_scope.

Section Follows.
Variable s : spec.
Variable n : network.

(** What is seen, the hidden state after that, and what is decided. *)
Definition event := (view * list Z * decision)%type.
Fixpoint follows (c : call) (m : memory) (events : list event) : bool :=
  match events with
  | [] => true
  | (v, h, d) :: events =>
    match network_step s n c v m with
    | Some (d', m) => if equal (fst m) h && same_decision d' d then follows c m events else false
    | None => false
    end
  end.
End Follows.

Definition model_follows (blob : list Z) (specs : list (Z * spec)) (traces : list (list (call * list event))) : bool :=
  Nat.eqb (length specs) (length traces) &&
  forallb (fun '((print, s), calls) => match network_in print blob with
    | Some n => forallb (fun '(c, events) => follows s n c (rest n) events) calls
    | None => false
    end) (combine specs traces).
