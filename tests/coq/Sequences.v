(** Holds a network against its teacher on every sequence of views that a call can be shown. *)
From Npi Require Import Options Blob Machine Network.
Open Scope Z_scope.

Definition same_decision (x y : decision) : bool :=
  (called x =? called y) && equal (given x) (given y) && eqb (ends x) (ends y).
Lemma same_decision_eq x y : same_decision x y = true -> x = y.
Proof.
  destruct x as [p a e], y as [q b f]; unfold same_decision; cbn. intros E.
  apply andb_prop in E as [E F]. apply andb_prop in E as [P A].
  apply Z.eqb_eq in P. apply equal_eq in A. apply eqb_prop in F. now subst.
Qed.

Section Sequences.
Variable s : spec.
Variable n : network.

(** What a row's view adds to each gate, and what the teacher does; computed once, as it is the same in every state. *)
Definition prepared := (list (quad Z) * option (decision * Z))%type.
Definition prepare (c : call) (r : row) : option prepared := let* i := inputs s n c (fst r) in Some (i, snd r).
Definition prepare_call (c : call) (memories : list (list row)) : option (list (list prepared)) :=
  traverse (traverse (prepare c)) memories.

(** From a memory of the teacher and one of the network on, in so many steps. By [if], not by [||], both of whose sides would be
    computed. *)
Fixpoint walk (fuel : nat) (rows : list (list prepared)) (m : Z) (k : memory) : bool :=
  match fuel with
  | O => false
  | S fuel =>
    let p := products n (fst k) in
    forallb (fun '(i, answer) => match answer with
      | None => true
      | Some (d, m) => let k := next n i p (snd k) in
        if same_decision (decided s n (fst k)) d then if ends d then true else walk fuel rows m k else false
      end) (nth (Z.to_nat m) rows [])
  end.
Definition call_is_right (c : call) (memories : list (list row)) : bool :=
  match prepare_call c memories with
  | Some rows => walk (length memories) rows 0 (rest n)
  | None => false
  end.

Lemma walk_obeys c memories rows fuel : rows_of s c = Some memories -> prepare_call c memories = Some rows ->
  forall m k, walk fuel rows m k = true -> obeys (teaching s) (networking s n) c m k.
Proof.
  intros R P. induction fuel as [|fuel IH]; intros m k W; [easy|]. constructor. intros v d m' T.
  destruct (taught _ _ _ _ _ _ _ R T) as (rs & N & I).
  destruct (traverse_nth _ _ _ P _ _ N) as (ps & Ps & N').
  destruct (traverse_in _ _ _ Ps _ I) as (x & X & J). unfold prepare in X.
  apply bind_some in X as (i & X & Y). injection Y as <-.
  cbn [walk] in W. rewrite (nth_error_nth _ _ _ N'), forallb_forall in W. specialize (W _ J). cbv beta iota zeta in W.
  destruct (same_decision _ _) eqn:D; [|easy]. apply same_decision_eq in D. cbn [fst] in X.
  exists (next n i (products n (fst k)) (snd k)). split.
  - cbn [decide networking]. unfold network_step. rewrite X. cbn [bind]. now rewrite D.
  - intros G. rewrite G in W. now apply IH.
Qed.

Theorem right_call_obeys c memories : rows_of s c = Some memories -> call_is_right c memories = true ->
  obeys (teaching s) (networking s n) c (fresh (teaching s)) (fresh (networking s n)).
Proof.
  unfold call_is_right. intros R W. destruct (prepare_call _ _) as [rows|] eqn:P; [|easy].
  exact (walk_obeys _ _ _ _ R P _ _ W).
Qed.
End Sequences.
