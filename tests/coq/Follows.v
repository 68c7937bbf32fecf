(** Whether the network of these files takes the very steps that the runtime's has taken, and whether a world of these files comes by
    them to what the runtime's has come to. *)
From Npi Require Import Options Machine Network Interpreter Sequences.
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
(** A call was recorded with one step at least, and a task with one call. *)
Definition call_follows (r : call * list event) : bool :=
  match snd r with [] => false | events => follows (fst r) (rest n) events end.
Definition task_follows (calls : list (call * list event)) : bool :=
  match calls with [] => false | _ => forallb call_follows calls end.

(** The steps of a whole run, one after the other: which call's it is, what it is shown, and what it decides. *)
Definition run_step := (call * view * decision)%type.
(** The world in which a run in it ends, if the network has the same calls, sees the same, and decides the same until then. *)
Fixpoint replayed (e : environment) (k : config e (networking s n)) (steps : list run_step) : option (world e) :=
  match steps, fst k with
  | [], [] => Some (snd k)
  | (c, v, d) :: steps, (c', m) :: _ =>
    let* _ := guard ((fst c =? fst c') && equal (snd c) (snd c') && equal v (look s (fst c) (observe e (snd k)))) in
    let* (d', _) := network_step s n c v m in
    let* _ := guard (same_decision d' d) in
    let* k := step s e (networking s n) k in
    replayed e k steps
  | _, _ => None
  end.
End Follows.

Definition model_follows (blob : list Z) (specs : list (Z * spec)) (traces : list (list (call * list event))) : bool :=
  Nat.eqb (length specs) (length traces) &&
  forallb (fun '((print, s), calls) => match network_in print blob with
    | Some n => task_follows s n calls
    | None => false
    end) (combine specs traces).

(** Runs of a task, whose place among the specs is given: whether each is as [as_run] says. *)
Definition model_runs {R} (blob : list Z) (specs : list (Z * spec)) (as_run : spec -> network -> R -> bool) (runs : list (nat * R)) : bool :=
  forallb (fun '(task, r) => match nth_error specs task with
    | Some (print, s) => match network_in print blob with Some n => as_run s n r | None => false end
    | None => false
    end) runs.
