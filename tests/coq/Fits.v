(** Whether a spec says everything that its teacher is to say, of programs of the shape that a network has: without this, a spec that says
    nothing would be obeyed. *)
From Npi Require Import Options Blob Machine Network Sequences.
Open Scope Z_scope.

Fixpoint product {A} (l : list (list A)) : list (list A) :=
  match l with [] => [[]] | x :: l => let t := product l in flat_map (fun a => map (cons a) t) x end.
Fixpoint same_all (l m : list (list Z)) : bool :=
  match l, m with [], [] => true | x :: l, y :: m => if equal x y then same_all l m else false | _, _ => false end.
Definition upto (n : Z) : list Z := map Z.of_nat (seq 0 (Z.to_nat n)).
Definition is_in (l : list Z) (x : Z) : bool := existsb (Z.eqb x) l.

Section Fits.
Variable s : spec.
Variable e : entry.

(** What can be seen of a slot, in ascending order. *)
Definition shown (seen : option (list Z)) : list Z :=
  match seen with Some as_ => filter (is_in as_) (upto (Z.of_nat (length as_))) | None => [0] end.
(** All views of a program, and all tuples of arguments with which it can be called. *)
Definition views (q : program) : list view := product (map shown (sees q)).
Definition tuples (q : program) : list (list Z) := if takes q then product (domains q) else [map (fun _ => 0) (arguments e)].

(** A slot that is seen has as many symbols as the network has rows for it, and each is seen as one of them. *)
Definition slot_fits (seen : option (list Z)) (rows : Z) : bool :=
  match seen with Some as_ => (0 <? rows) && (Z.of_nat (length as_) =? rows) && forallb (is_in (upto rows)) as_ | None => true end.
Fixpoint both {A B} (f : A -> B -> bool) (l : list A) (m : list B) : bool :=
  match l, m with [], [] => true | x :: l, y :: m => f x y && both f l m | _, _ => false end.

(** A call is of a program that there is, with arguments of its domain. *)
Definition call_fits (c : call) : bool :=
  if fst c =? NOP then equal (snd c) (map (fun _ => 0) (arguments e)) else
  if fst c =? ACT then both (fun x n => (0 <=? x) && (x <? n)) (snd c) (arguments e) else
  match program_of s (fst c) with Some q => existsb (equal (snd c)) (tuples q) | None => false end.

(** Something is said at a memory: else no step from there would be looked at. *)
Definition speaks (rows : list row) : bool := existsb (fun r => match snd r with Some _ => true | None => false end) rows.
Definition answer_fits (memories : list (list row)) (r : row) : bool :=
  match snd r with
  | None => true
  | Some (d, m) => if call_fits (called d, given d) then if ends d then true else
      (0 <=? m) && match nth_error memories (Z.to_nat m) with Some rows => speaks rows | None => false end else false
  end.
(** A call has as many memories as each of its program's, and a row for each memory and each view. *)
Definition memories_fit (q : program) (count : nat) (memories : list (list row)) : bool :=
  let all := views q in
  Nat.eqb (length memories) count && speaks (nth 0 memories []) &&
  forallb (fun rows => same_all (map fst rows) all && forallb (answer_fits memories) rows) memories.
Definition program_fits (q : program) : bool :=
  both slot_fits (sees q) (observation e) &&
  (if takes q then both (fun domain n => forallb (is_in (upto n)) domain) (domains q) (arguments e) else true) &&
  negb (match tuples q with [] => true | _ => false end) &&
  same_all (map fst (teacher q)) (tuples q) &&
  forallb (fun r => memories_fit q (length (snd (hd ([], []) (teacher q)))) (snd r)) (teacher q).
Definition spec_fits : bool :=
  (Z.of_nat (length (learned s)) =? programs e) && forallb program_fits (learned s).

(** * What that means *)

Lemma same_all_eq l : forall m, same_all l m = true -> l = m.
Proof.
  induction l as [|x l IH]; intros [|y m] E; cbn in E; try easy. destruct (equal x y) eqn:X; [|easy].
  apply equal_eq in X. now rewrite X, (IH m E).
Qed.
Lemma is_in_spec l x : is_in l x = true <-> In x l.
Proof.
  unfold is_in. rewrite existsb_exists. split; [intros (y & I & E); apply Z.eqb_eq in E; now subst | intros I; exists x; now rewrite Z.eqb_refl].
Qed.
Lemma upto_spec n x : In x (upto n) <-> 0 <= x < n.
Proof.
  unfold upto. rewrite in_map_iff. split.
  - intros (k & <- & I). apply in_seq in I. lia.
  - intros L. exists (Z.to_nat x). rewrite in_seq. lia.
Qed.
Lemma in_product l : forall x, Forall2 (@In Z) x l -> In x (product l).
Proof.
  induction l as [|a l IH]; intros x F; inversion F; subst; cbn; [auto|]. apply in_flat_map. eexists. split; [eassumption|].
  apply in_map. now apply IH.
Qed.

(** The symbols of an observation, each one that its slot has in the network; of a slot without rows no program sees anything. *)
Definition observed (o : list Z) : Prop := Forall2 (fun x n => n = 0 \/ 0 <= x < n) o (observation e).

Lemma looks_shown seen : forall n o, both slot_fits seen n = true -> Forall2 (fun x n => n = 0 \/ 0 <= x < n) o n ->
  Forall2 (@In Z) (map (fun '(seen, x) => looked seen x) (combine seen o)) (map shown seen).
Proof.
  induction seen as [|a seen IH]; intros [|n ns] o E O; cbn [both] in E; try easy; inversion O as [|x ? o' ? X O']; subst; [constructor|].
  apply andb_prop in E as [S E]. cbn [combine map]. constructor; [|now apply (IH ns)].
  destruct a as [as_|]; cbn [looked shown slot_fits] in *; [|now left].
  apply andb_prop in S as [P S]. apply andb_prop in P as [P L]. apply Z.ltb_lt in P. apply Z.eqb_eq in L. rewrite forallb_forall in S.
  assert (J : In (nth (Z.to_nat x) as_ x) as_) by (apply nth_In; lia).
  apply filter_In. rewrite L. split; [now apply is_in_spec, S | now apply is_in_spec].
Qed.

(** Every call of a program's domain has its rows: at every memory, whatever there is to be seen has one. *)
Theorem every_view_has_its_row : spec_fits = true -> forall p q a, program_of s p = Some q -> In a (tuples q) ->
  exists memories, rows_of s (p, a) = Some memories /\ memories <> [] /\
  forall rows o, In rows memories -> observed o -> exists answer, In (look s p o, answer) rows.
Proof.
  unfold spec_fits. intros E p q a Q A. apply andb_prop in E as [_ E]. rewrite forallb_forall in E.
  assert (I : In q (learned s)) by (unfold program_of in Q; destruct (p <? FIRST); [easy | now apply nth_error_In in Q]).
  specialize (E _ I). unfold program_fits in E. apply andb_prop in E as [E M]. apply andb_prop in E as [E T].
  apply andb_prop in E as [E _]. apply andb_prop in E as [E _]. apply same_all_eq in T. rewrite forallb_forall in M.
  unfold rows_of. cbn [fst snd]. rewrite Q. cbn [bind]. destruct (find _ _) as [r|] eqn:F.
  - cbn [bind]. apply find_some in F as [F _]. specialize (M _ F). unfold memories_fit in M. apply andb_prop in M as [M R].
    apply andb_prop in M as [_ M]. exists (snd r). split; [easy|]. split; [intros Y; now rewrite Y in M|]. intros rows o J O.
    rewrite forallb_forall in R. specialize (R _ J). apply andb_prop in R as [V _]. apply same_all_eq in V.
    assert (W : In (look s p o) (map fst rows)).
    { refine (eq_ind_r (In (look s p o)) _ V). unfold views, look. rewrite Q. apply in_product. exact (looks_shown _ _ _ E O). }
    apply in_map_iff in W as ([v answer] & <- & W). eauto.
  - exfalso. rewrite <- T in A. apply in_map_iff in A as (r & <- & A). pose proof (find_none _ _ F _ A) as N. cbn in N.
    assert (X : forall l, equal l l = true) by (induction l; cbn; [easy | now rewrite Z.eqb_refl]). now rewrite X in N.
Qed.
End Fits.
