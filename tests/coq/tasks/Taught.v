(** What a teacher's table says, and the steps that it then takes: for tasks whose programs take no arguments. *)
From Npi Require Import Options Machine Interpreter Sequences.
Open Scope Z_scope.

Section Taught.
Variable s : spec.
(** Where a call has no arguments, each of them is 0. *)
Variable none : list Z.

Definition calls (p : Z) (e : bool) : decision := Decision p none e.

(** What a program's teacher does at a memory when this is there to be seen. *)
Definition does (p m : Z) (o : list Z) : option (decision * Z) := teach s (p, none) (look s p o) m.
Definition is_done (p m : Z) (o : list Z) (d : decision) (m' : Z) : bool :=
  match does p m o with Some (d', m0) => same_decision d' d && (m0 =? m') | None => false end.
Lemma is_done_does p m o d m' : is_done p m o d m' = true -> does p m o = Some (d, m').
Proof.
  unfold is_done. destruct (does p m o) as [[d0 m0]|]; [|easy]. intros E. apply andb_prop in E as [D M].
  apply same_decision_eq in D. apply Z.eqb_eq in M. now subst.
Qed.

Variable e : environment.
Notation teacher_steps := (step s e (teaching s)).
Notation frames := (list (frame (teaching s))).
Definition call_on (p m : Z) : frame (teaching s) := ((p, none), m).
(** What is left of a call, if it does not end, lies on what waits for it. *)
Definition left_on (ends : bool) (f : frame (teaching s)) (rest : frames) : frames := if ends then rest else f :: rest.

Lemma act_step p m rest w arguments ends m' w' : does p m (observe e w) = Some (Decision ACT arguments ends, m') ->
  act e arguments w = Some w' -> teacher_steps (call_on p m :: rest, w) = Some (left_on ends (call_on p m') rest, w').
Proof.
  intros D W. unfold call_on. cbn [step decide teaching fst]. unfold does in D. rewrite D. cbn [bind called given Machine.ends].
  change (ACT =? ACT) with true. cbv iota. rewrite W. now destruct ends.
Qed.
Lemma call_step p m rest w q ends m' : does p m (observe e w) = Some (calls q ends, m') -> FIRST <= q ->
  (length (left_on ends (call_on p m') rest) < depth s)%nat ->
  teacher_steps (call_on p m :: rest, w) = Some (call_on q 0 :: left_on ends (call_on p m') rest, w).
Proof.
  intros D Q L. unfold call_on in *. cbn [step decide teaching fst]. unfold does in D. rewrite D.
  cbn [bind calls called given Machine.ends]. replace (q =? ACT) with false by (symmetry; apply Z.eqb_neq; unfold ACT, FIRST in *; lia).
  replace (q <? FIRST) with false by lia. cbn [bind]. unfold push. apply Nat.ltb_lt in L. unfold left_on in *. destruct ends;
    (match goal with |- context [Nat.ltb ?x ?y] => replace (Nat.ltb x y) with true by exact (eq_sym L) end); reflexivity.
Qed.
Lemma nop_step p m rest w m' : does p m (observe e w) = Some (calls NOP true, m') ->
  teacher_steps (call_on p m :: rest, w) = Some (rest, w).
Proof. intros D. unfold call_on. cbn [step decide teaching fst]. unfold does in D. now rewrite D. Qed.
End Taught.
