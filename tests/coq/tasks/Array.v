(** The world of sorting, [runtime/tasks/src/sorting/array.rs], bubble sort on paper, and what it is to sort. *)
From Coq Require Import Permutation Sorted.
From Npi Require Import Options Machine Interpreter Network Obeys.
Open Scope Z_scope.

(** Values, and three pointers: two on values that are compared, and one that counts passes. *)
Record array := Array { values : list Z; p1 : nat; p2 : nat; p3 : nat }.

Definition flag (b : bool) : Z := if b then 1 else 0.
(** Whether the values under the first two pointers are in the wrong order. *)
Definition wrong (w : array) : bool :=
  match nth_error (values w) (p1 w), nth_error (values w) (p2 w) with Some a, Some b => b <? a | _, _ => false end.
Definition observed (w : array) : list Z :=
  let end_ := length (values w) in
  [flag (wrong w); flag (Nat.eqb (p1 w) 0); flag (Nat.leb end_ (p2 w)); flag (Nat.leb end_ (p3 w))].

Definition put (l : list Z) (i : nat) (v : Z) : list Z := firstn i l ++ v :: skipn (S i) l.
Definition swapped (l : list Z) (i j : nat) : option (list Z) :=
  match nth_error l i, nth_error l j with Some a, Some b => Some (put (put l i b) j a) | _, _ => None end.
Definition left (p : nat) : option nat := match p with O => None | S p => Some p end.
Definition right (w : array) (p : nat) : option nat := if Nat.ltb p (length (values w)) then Some (S p) else None.
(** What ACT can do, by number. *)
Definition SWAP := 0. Definition P1_LEFT := 1. Definition P1_RIGHT := 2. Definition P2_LEFT := 3. Definition P2_RIGHT := 4. Definition P3_RIGHT := 5.
Definition acted (arguments : list Z) (w : array) : option array :=
  let '(Array l a b c) := w in
  match arguments with
  | [what] =>
    if what =? SWAP then let* l := swapped l a b in Some (Array l a b c)
    else if what =? P1_LEFT then let* a := left a in Some (Array l a b c)
    else if what =? P1_RIGHT then let* a := right w a in Some (Array l a b c)
    else if what =? P2_LEFT then let* b := left b in Some (Array l a b c)
    else if what =? P2_RIGHT then let* b := right w b in Some (Array l a b c)
    else if what =? P3_RIGHT then let* c := right w c in Some (Array l a b c)
    else None
  | _ => None
  end.
Definition arrays : environment := Environment array observed acted.

Lemma nth_here {A} (pre : list A) x l : nth_error (pre ++ x :: l) (length pre) = Some x.
Proof. induction pre as [|y pre IH]; cbn; [easy | exact IH]. Qed.
Lemma nth_after {A} (pre : list A) x y l : nth_error (pre ++ x :: y :: l) (S (length pre)) = Some y.
Proof. induction pre as [|z pre IH]; cbn; [easy | exact IH]. Qed.
Lemma swapped_neighbours pre a b post :
  swapped (pre ++ a :: b :: post) (length pre) (S (length pre)) = Some (pre ++ b :: a :: post).
Proof.
  unfold swapped. rewrite nth_here, nth_after. f_equal. unfold put. induction pre as [|x pre IH]; [easy|].
  cbn [app length firstn skipn] in *. now rewrite IH.
Qed.

Lemma right_inside w p : (p < length (values w))%nat -> right w p = Some (S p).
Proof. intros L. unfold right. apply Nat.ltb_lt in L. now rewrite L. Qed.
Lemma p1_right l a b c : (a < length l)%nat -> acted [P1_RIGHT] (Array l a b c) = Some (Array l (S a) b c).
Proof. intros L. cbn -[right]. now rewrite right_inside. Qed.
Lemma p2_right l a b c : (b < length l)%nat -> acted [P2_RIGHT] (Array l a b c) = Some (Array l a (S b) c).
Proof. intros L. cbn -[right]. now rewrite right_inside. Qed.
Lemma p3_right l a b c : (c < length l)%nat -> acted [P3_RIGHT] (Array l a b c) = Some (Array l a b (S c)).
Proof. intros L. cbn -[right]. now rewrite right_inside. Qed.

(** * On paper *)

(** A pass: the greater of two goes on. *)
Fixpoint pass_from (a : Z) (l : list Z) : list Z :=
  match l with [] => [a] | b :: l => Z.min a b :: pass_from (Z.max a b) l end.
Definition pass (l : list Z) : list Z := match l with [] => [] | a :: l => pass_from a l end.

(** The greatest comes to the end. *)
Lemma pass_from_greatest l : forall a, exists w m, pass_from a l = w ++ [m] /\ Permutation (a :: l) (w ++ [m]) /\ Forall (fun x => x <= m) w.
Proof.
  induction l as [|b l IH]; intros a; [exists [], a; auto|]. destruct (IH (Z.max a b)) as (w & m & E & P & F).
  exists (Z.min a b :: w), m. cbn [pass_from]. rewrite E. split; [easy|]. split.
  - cbn [app]. rewrite <- P. destruct (Z.le_ge_cases a b); [rewrite Z.min_l, Z.max_r by lia; easy|].
    rewrite Z.min_r, Z.max_l by lia. apply perm_swap.
  - constructor; [|exact F]. assert (I : In (Z.max a b) (w ++ [m])) by (apply (Permutation_in _ P); now left).
    apply in_app_or in I as [I | [I | []]]; [rewrite Forall_forall in F; specialize (F _ I)|]; lia.
Qed.
(** What is sorted already, and not less than anything else, stays. *)
Lemma pass_from_sorted u : forall a v, StronglySorted Z.le v -> (forall x y, In x (a :: u) -> In y v -> x <= y) ->
  pass_from a (u ++ v) = pass_from a u ++ v.
Proof.
  induction u as [|b u IH]; intros a v S L; cbn [app pass_from].
  - revert a L. induction S as [|y v S IH F]; intros a L; [easy|]. cbn [pass_from].
    pose proof (L a y (or_introl eq_refl) (or_introl eq_refl)). rewrite Z.min_l, Z.max_r, IH by (try lia;
      intros x z [<- | []] I; rewrite Forall_forall in F; auto). easy.
  - rewrite IH; [easy | exact S|]. intros x y [<- | I] J; [|apply L; [now right; right | exact J]].
    pose proof (L a y ltac:(now left) J). pose proof (L b y ltac:(right; now left) J). lia.
Qed.

(** After so many passes so many values stand sorted at the end, none less than any before. *)
Lemma passes_sort l k : (k <= length l)%nat -> exists u v, Nat.iter k pass l = u ++ v /\ length v = k /\ Permutation l (u ++ v) /\
  StronglySorted Z.le v /\ forall x y, In x u -> In y v -> x <= y.
Proof.
  induction k as [|k IH]; intros L.
  - exists l, []. rewrite app_nil_r. repeat split; try easy. constructor.
  - destruct (IH ltac:(lia)) as ([|a u] & v & E & K & P & S & G).
    + apply Permutation_length in P. cbn in P. lia.
    + cbn [Nat.iter nat_rect]. change (nat_rect _ _ _ k) with (Nat.iter k pass l). rewrite E. cbn [pass app].
      rewrite pass_from_sorted by assumption. destruct (pass_from_greatest u a) as (w & m & -> & Q & F). exists w, (m :: v).
      assert (B : forall x y, In x (w ++ [m]) -> In y v -> x <= y)
        by (intros x y I; apply G; now apply (Permutation_in _ (Permutation_sym Q))).
      rewrite <- app_assoc. split; [easy|]. split; [cbn; now rewrite K|]. split; [|split].
      * rewrite P. change (w ++ m :: v) with (w ++ [m] ++ v). rewrite app_assoc, <- Q. reflexivity.
      * constructor; [exact S|]. apply Forall_forall. intros y J. apply B; [|exact J]. apply in_or_app. right. now left.
      * intros x y I [<- | J]; [rewrite Forall_forall in F; auto|]. apply B; [|exact J]. apply in_or_app. now left.
Qed.
(** As many passes as there are values sort them. *)
Theorem passes_sort_all l : StronglySorted Z.le (Nat.iter (length l) pass l) /\ Permutation l (Nat.iter (length l) pass l).
Proof.
  destruct (passes_sort l (length l) ltac:(lia)) as (u & v & -> & K & P & S & _). split; [|exact P].
  apply Permutation_length in P as N. rewrite app_length, K in N. destruct u; [exact S | cbn in N; lia].
Qed.
Lemma pass_length l : length (pass l) = length l.
Proof.
  destruct l as [|a l]; [easy|]. destruct (pass_from_greatest l a) as (w & m & E & P & _). cbn [pass]. rewrite E.
  now rewrite <- (Permutation_length P).
Qed.
Lemma iter_pass k l : Nat.iter k pass (pass l) = Nat.iter (S k) pass l.
Proof. induction k as [|k IH]; [easy|]. change (pass (Nat.iter k pass (pass l)) = pass (Nat.iter (S k) pass l)). now rewrite IH. Qed.

(** * What it is to sort *)

(** The first program of both tasks, and what stands for the argument where a call has none. *)
Definition SORT : Z := 2.
Definition none : list Z := [0].

(** A policy puts any numbers in order, of which there is at least one, and ends, within the steps that the task allows. *)
Definition sorts (s : spec) (p : policy) : Prop := forall l, l <> [] -> let n := length l in
  exists steps w, (steps <= n * (9 * n + 9))%nat /\
    run s arrays p steps ([((SORT, none), fresh p)], Array l 0 0 0) = Some ([], w) /\
    StronglySorted Z.le (values w) /\ Permutation l (values w).

Lemma sorts_as_taught s blob print : network_does_as_taught blob print s -> sorts s (teaching s) ->
  exists n, network_in print blob = Some n /\ sorts s (networking s n).
Proof.
  intros (n & E & _ & O) T. exists n. split; [exact E|]. intros l F k. destruct (T l F) as (steps & w & L & R & C).
  exists steps, w. split; [exact L|]. split; [|exact C]. destruct (O _ _ _ _ _ _ R) as ([|f stack] & Q & M); [exact Q | discriminate].
Qed.
