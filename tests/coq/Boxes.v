(** Calls without a longest length: boxes of states that no step leaves. [runtime/src/verify/boxes.rs] and
    [runtime/src/kernel/interval.rs]. *)
From Npi Require Import Options Blob Machine Sigma Network Sequences Interval.
Open Scope Z_scope.

Definition inside (k : memory) (b : box) : Prop := Forall2 within (fst k) (fst b) /\ Forall2 within (snd k) (snd b).

Fixpoint all2 {A B} (f : A -> B -> bool) (l : list A) (m : list B) : bool :=
  match l, m with [], [] => true | x :: l, y :: m => f x y && all2 f l m | _, _ => false end.
Definition narrower (i j : interval) : bool := (fst j <=? fst i) && (snd i <=? snd j).
Definition contained (a b : box) : bool := all2 narrower (fst a) (fst b) && all2 narrower (snd a) (snd b).
Lemma all2_within l : forall m x, all2 narrower l m = true -> Forall2 within x l -> Forall2 within x m.
Proof.
  induction l as [|i l IH]; intros [|j m] x E F; cbn in E; try easy; inversion F; subst; constructor;
    apply andb_prop in E as [E G].
  - unfold narrower, within in *. lia.
  - now apply IH.
Qed.
Lemma contained_inside a b k : contained a b = true -> inside k a -> inside k b.
Proof. unfold contained. intros E [H C]. apply andb_prop in E as [E F]. split; eauto using all2_within. Qed.

(** No state lies in an empty box. *)
Definition backwards (i : interval) : bool := snd i <? fst i.
Definition empty (b : box) : bool := existsb backwards (fst b ++ snd b).
Lemma not_empty k b : inside k b -> empty b = false.
Proof.
  intros [H C]. unfold empty. rewrite existsb_app.
  assert (E : forall x l, Forall2 within x l -> existsb backwards l = false).
  { intros x l F. induction F as [|y i x l W F IH]; cbn; [easy|]. rewrite IH. unfold within in W. unfold backwards. lia. }
  now rewrite (E _ _ H), (E _ _ C).
Qed.

(** * Which score is the greatest *)

Lemma best_of_keeps l : forall i win top, (forall y, In y l -> y <= top) -> best_of i win top l = win.
Proof.
  induction l as [|a l IH]; intros i win top L; cbn; [easy|].
  pose proof (L a (or_introl eq_refl)). replace (top <? a) with false by lia. apply IH. cbn in L. auto.
Qed.
Lemma best_of_finds l : forall i win top k x, nth_error l k = Some x -> top < x ->
  (forall j y, nth_error l j = Some y -> j <> k -> y < x) -> best_of i win top l = i + Z.of_nat k.
Proof.
  induction l as [|a l IH]; intros i win top [|k] x N T O; cbn [nth_error] in N; try easy; cbn [best_of].
  - injection N as ->. replace (top <? x) with true by lia. rewrite best_of_keeps; [lia|].
    intros y I. apply In_nth_error in I as [j J]. specialize (O (S j) y J). lia.
  - pose proof (O 0%nat a eq_refl) as A. replace (i + Z.of_nat (S k)) with (i + 1 + Z.of_nat k) by lia.
    assert (O' : forall j y, nth_error l j = Some y -> j <> k -> y < x) by (intros j y J; specialize (O (S j) y J); lia).
    destruct (top <? a); apply (IH _ _ _ _ x); auto; lia.
Qed.
Lemma best_finds l k x : nth_error l k = Some x -> (forall j y, nth_error l j = Some y -> j <> k -> y < x) -> best l = Z.of_nat k.
Proof.
  destruct l as [|a l]; destruct k as [|k]; cbn [nth_error best]; intros N O; try easy.
  - injection N as ->. apply best_of_keeps. intros y I. apply In_nth_error in I as [j J]. specialize (O (S j) y J). lia.
  - rewrite (best_of_finds l 1 0 a k x N); [lia | |].
    + exact (O 0%nat a eq_refl ltac:(lia)).
    + intros j y J. specialize (O (S j) y J). lia.
Qed.

(** * What all states of a box decide *)

Fixpoint minus (a b : list Z) : list Z :=
  match a, b with x :: a, y :: b => x - y :: minus a b | _, [] => a | [], _ => map Z.opp b end.
Lemma dot_opp b : forall h, dot (map Z.opp b) h = - dot b h.
Proof. induction b as [|y b IH]; intros [|h0 h]; cbn [map dot]; try easy. rewrite IH. ring. Qed.
Lemma dot_minus a : forall b h, dot (minus a b) h = dot a h - dot b h.
Proof.
  induction a as [|x a IH]; intros [|y b] h; cbn [minus].
  - destruct h; easy.
  - rewrite dot_opp. cbn [dot]. destruct h; ring.
  - cbn [dot]. destruct h; ring.
  - destruct h as [|h0 h]; cbn [dot]; [easy|]. rewrite IH. ring.
Qed.

(** In all states of a box, one output's score is greater than another's. ([npi verify] asks that of the difference in units of 2^-16
    logits, rounded down, which is the same where heads have at most 9 fraction bits.) *)
Definition leads (a b : list Z * Z) (h : list interval) : bool :=
  0 <? fst (weighed (minus (fst a) (fst b)) h) + (snd a - snd b).
Lemma leads_score a b h k : Forall2 within k h -> leads a b h = true -> score k b < score k a.
Proof.
  unfold leads, score. intros F L. pose proof (weighed_within (minus (fst a) (fst b)) _ _ F) as W.
  rewrite dot_minus in W. unfold within in W. lia.
Qed.
Definition indexed {A} (l : list A) : list (nat * A) := combine (seq 0 (length l)) l.
Lemma in_indexed {A} (l : list A) k x : nth_error l k = Some x -> In (k, x) (indexed l).
Proof.
  unfold indexed. intros N. cut (forall b, In (b + k, x)%nat (combine (seq b (length l)) l)); [intros C; exact (C 0%nat)|].
  revert l N. induction k as [|k IH]; intros [|a l] N b; cbn in N; try easy; cbn [length seq combine].
  - injection N as ->. left. now rewrite Nat.add_0_r.
  - right. replace (b + S k)%nat with (S b + k)%nat by lia. now apply IH.
Qed.
(** An answer is a head's greatest score. *)
Definition wins (h : list interval) (r : Z) (head : list (list Z * Z)) : bool :=
  match nth_error head (Z.to_nat r) with
  | Some a => (0 <=? r) && forallb (fun '(j, b) => if Nat.eqb j (Z.to_nat r) then true else leads a b h) (indexed head)
  | None => false
  end.
Lemma wins_answer h k r head : Forall2 within k h -> wins h r head = true -> answer k head = r.
Proof.
  unfold wins, answer. intros F W. destruct (nth_error _ _) as [a|] eqn:A; [|easy]. apply andb_prop in W as [P W].
  rewrite forallb_forall in W. rewrite (best_finds _ (Z.to_nat r) (score k a)).
  - lia.
  - now apply map_nth_error.
  - intros j y J O. destruct (nth_error head j) as [b|] eqn:B.
    + apply (map_nth_error (score k)) in B as E. rewrite E in J. injection J as <-.
      specialize (W _ (in_indexed _ _ _ B)). cbn in W. destruct (Nat.eqb j (Z.to_nat r)) eqn:Q; [apply Nat.eqb_eq in Q; lia|].
      now apply (leads_score _ _ _ _ F).
    + exfalso. apply nth_error_None in B. rewrite <- (map_length (score k)) in B. apply nth_error_None in B. congruence.
Qed.

Section Boxes.
Variable s : spec.
Variable n : network.

Definition decides (h : list interval) (d : decision) : bool :=
  let zero := ([], 0) in
  wins h (called d) (program_head n) &&
  (if takes_arguments s (called d) then all2 (wins h) (given d) (argument_heads n)
   else equal (given d) (map (fun _ => 0) (argument_heads n))) &&
  (if ends d then leads (end_head n) zero h else leads zero (end_head n) h).
Lemma all2_wins h k : Forall2 within k h -> forall l heads, all2 (wins h) l heads = true -> map (answer k) heads = l.
Proof.
  intros F. induction l as [|r l IH]; intros [|a heads] E; cbn in E; try easy. apply andb_prop in E as [W E].
  cbn. now rewrite (wins_answer _ _ _ _ F W), (IH _ E).
Qed.
Lemma decides_decided h k d : Forall2 within k h -> decides h d = true -> decided s n k = d.
Proof.
  unfold decides, decided. intros F E. apply andb_prop in E as [E L]. apply andb_prop in E as [P A].
  rewrite (wins_answer _ _ _ _ F P). destruct d as [p a e]; cbn [called given ends] in *. f_equal.
  - destruct (takes_arguments s p); [now apply (all2_wins _ _ F) | symmetry; now apply equal_eq].
  - assert (Z : score k ([], 0) = 0) by reflexivity.
    destruct e; apply (leads_score _ _ _ _ F) in L; rewrite Z in L; lia.
Qed.

(** * A step of a box *)

Definition shifted4 (x : quad Z) (b : quad interval) : quad interval :=
  let add x (i : interval) := (x + fst i, x + snd i) in
  let '(i, f, g, o) := x in let '(i', f', g', o') := b in (add i i', add f f', add g g', add o o').
Definition bounded_products (h : list interval) : list (quad interval) := map (map4 (fun w => weighed w h)) (recurrent n).
Fixpoint bounded_next (inputs : list (quad Z)) (products : list (quad interval)) (cells : list interval) : box :=
  match inputs, products, cells with
  | i :: inputs, p :: products, c :: cells =>
    let '(h, c) := bounded_unit (fraction n) (shifted4 i p) c in
    let '(hs, cs) := bounded_next inputs products cells in
    (h :: hs, c :: cs)
  | _, _, _ => ([], [])
  end.

Lemma shifted_within x y b : within4 y b -> within4 (add4 x y) (shifted4 x b).
Proof. destruct x as [[[? ?] ?] ?], y as [[[? ?] ?] ?], b as [[[? ?] ?] ?]. unfold within4, within. cbn. lia. Qed.
Lemma products_within k h : Forall2 within k h -> Forall2 within4 (products n k) (bounded_products h).
Proof.
  intros F. unfold products, bounded_products. induction (recurrent n) as [|[[[a b] c] d] r IH]; cbn [map map4]; constructor; [|exact IH].
  cbn. auto using weighed_within.
Qed.
Lemma next_inside inputs : 6 <= fraction n -> forall p b k c, Forall2 within4 p b -> Forall2 within k c ->
  inside (next n inputs p k) (bounded_next inputs b c).
Proof.
  intros L. induction inputs as [|i inputs IH]; intros p b k c P K; [split; constructor|].
  destruct P as [|p0 b0 p b P0 P]; [split; constructor|]. destruct K as [|k0 c0 k c K0 K]; [split; constructor|].
  cbn [next bounded_next]. destruct (unit_within _ _ _ _ _ L (shifted_within i _ _ P0) K0) as [U V]. destruct (IH _ _ _ _ P K) as [H C].
  destruct (unit_of _ _ _), (bounded_unit _ _ _), (next _ _ _ _), (bounded_next _ _ _). now split; constructor.
Qed.

(** * Obligations *)

(** The boxes of a program: for each memory of its teacher one, or, if they are split, one for each view by which the teacher comes to
    it. *)
Variable boxes : list (list box).
Definition box_after (m : Z) (rank : nat) : option box :=
  let* bs := nth_error boxes (Z.to_nat m) in
  match bs with [b] => Some b | _ => nth_error bs rank end.

Definition obligation (p : list (quad interval)) (cells : list interval) (row : nat * prepared) : bool :=
  let '(rank, (i, answer)) := row in
  match answer with
  | None => true
  | Some (d, m) =>
    let image := bounded_next i p cells in
    if decides (fst image) d then
      if ends d then true else match box_after m rank with Some b => contained image b | None => false end
    else false
  end.
Definition holds (rows : list prepared) (b : box) : bool :=
  if empty b then true else let p := bounded_products (fst b) in forallb (obligation p (snd b)) (indexed rows).
Definition point (k : memory) : box := (map (fun x => (x, x)) (fst k), map (fun x => (x, x)) (snd k)).
Definition call_is_kept (c : call) (memories : list (list row)) : bool :=
  match prepare_call s n c memories with
  | Some rows => (6 <=? fraction n) && holds (nth 0 rows []) (point (rest n)) &&
    forallb (fun '(bs, rows) => forallb (holds rows) bs) (combine boxes rows)
  | None => false
  end.

Lemma point_inside k : inside k (point k).
Proof.
  assert (E : forall l : list Z, Forall2 within l (map (fun x => (x, x)) l)).
  { induction l; cbn; constructor; [unfold within; cbn; lia | easy]. }
  split; apply E.
Qed.
Lemma in_combine {A B} (l : list A) : forall (r : list B) i x y, nth_error l i = Some x -> nth_error r i = Some y -> In (x, y) (combine l r).
Proof.
  induction l as [|a l IH]; intros [|b r] [|i] x y X Y; cbn in X, Y; try easy; cbn.
  - injection X as ->. injection Y as ->. now left.
  - right. eauto.
Qed.

Theorem kept_call_obeys c memories : rows_of s c = Some memories -> call_is_kept c memories = true ->
  obeys (teaching s) (networking s n) c (fresh (teaching s)) (fresh (networking s n)).
Proof.
  unfold call_is_kept. intros R W. destruct (prepare_call _ _ _ _) as [rows|] eqn:P; [|easy].
  apply andb_prop in W as [W I]. apply andb_prop in W as [F W]. apply Z.leb_le in F. rewrite forallb_forall in I.
  cut (forall (m : Z) k, (exists b, inside k b /\ forall ps, nth_error rows (Z.to_nat m) = Some ps -> holds ps b = true) ->
    obeys (teaching s) (networking s n) c m k).
  { intros C. apply (C 0). exists (point (rest n)). split; [apply point_inside|]. intros ps N. now rewrite (nth_error_nth _ _ _ N) in W. }
  clear W. cofix again. intros m k (b & K & H). constructor. intros v d m' T.
  destruct (taught _ _ _ _ _ _ _ R T) as (rs & N & J).
  destruct (traverse_nth _ _ _ P _ _ N) as (ps & Ps & N'). specialize (H _ N').
  destruct (traverse_in _ _ _ Ps _ J) as (x & X & Jx). unfold prepare in X.
  apply bind_some in X as (i & X & Y). injection Y as <-. cbn [fst snd] in X, Jx.
  apply In_nth_error in Jx as [rank Jx]. apply in_indexed in Jx.
  unfold holds in H. rewrite (not_empty _ _ K) in H. cbv zeta in H. rewrite forallb_forall in H. specialize (H _ Jx).
  cbn [obligation] in H. cbv zeta in H.
  pose proof (next_inside i F _ _ _ _ (products_within _ _ (proj1 K)) (proj2 K)) as Q.
  destruct (decides _ d) eqn:D; [|easy]. apply (decides_decided _ _ _ (proj1 Q)) in D.
  exists (next n i (products n (fst k)) (snd k)). split.
  - cbn [decide networking]. unfold network_step. rewrite X. cbn [bind]. now rewrite D.
  - intros G. rewrite G in H. apply again. destruct (box_after m' rank) as [t|] eqn:A; [|easy].
    exists t. split; [exact (contained_inside _ _ _ H Q)|]. intros qs M.
    unfold box_after in A. apply bind_some in A as (bs & B & A).
    specialize (I _ (in_combine _ _ _ _ _ B M)). cbn in I. rewrite forallb_forall in I. apply I.
    destruct bs as [|b0 [|b1 bs]]; [now apply nth_error_In in A | injection A as ->; now left | now apply nth_error_In in A].
Qed.
End Boxes.
