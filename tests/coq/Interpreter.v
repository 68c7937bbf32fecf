(** Runs a policy over an environment: [runtime/src/interpreter.rs]. And: whoever obeys comes to the same world. *)
From Npi Require Import Options Machine.
Open Scope Z_scope.

(** What programs look at and act upon; an action may be refused. *)
Record environment := Environment { world : Type; observe : world -> list Z; act : list Z -> world -> option world }.

Section Interpreter.
Variable s : spec.
Variable e : environment.

(** A call that has begun, and what its policy knows of it. *)
Definition frame (p : policy) := (call * state p)%type.
(** The call stack, its top first, and the world. *)
Definition config (p : policy) := (list (frame p) * world e)%type.

Definition push (p : policy) (c : call) (stack : list (frame p)) : option (list (frame p)) :=
  let* _ := guard (Nat.ltb (length stack) (depth s)) in Some ((c, fresh p) :: stack).

(** A step of the call on top; nothing if the stack is empty, None for an error. A call that ends leaves the stack before the one that it
    makes comes onto it. *)
Definition step (p : policy) (k : config p) : option (config p) :=
  match k with
  | ([], _) => Some k
  | ((c, m) :: below, w) =>
    let* (d, m) := decide p c (look s (fst c) (observe e w)) m in
    let* w := if called d =? ACT then act e (given d) w else Some w in
    let below := if ends d then below else (c, m) :: below in
    let* stack := if called d <? FIRST then Some below else push p (called d, given d) below in
    Some (stack, w)
  end.
Fixpoint run (p : policy) (n : nat) (k : config p) : option (config p) :=
  match n with O => Some k | S n => let* k := step p k in run p n k end.

Lemma run_next p n m k k' : run p n k = Some k' -> run p (n + m) k = run p m k'.
Proof.
  revert k. induction n as [|n IH]; cbn; intros k E; [now injection E as ->|].
  destruct (step p k); cbn in *; [auto|discriminate].
Qed.
Lemma run_step p m k k' : step p k = Some k' -> run p (S m) k = run p m k'.
Proof. intros E. cbn. now rewrite E. Qed.

(** * Whoever obeys *)

Variables p q : policy.
Hypothesis obedient : forall c, obeys p q c (fresh p) (fresh q).

Definition alike (f : frame p) (g : frame q) := fst f = fst g /\ obeys p q (fst f) (snd f) (snd g).
Definition same (k : config p) (l : config q) := Forall2 alike (fst k) (fst l) /\ snd k = snd l.

Lemma length_same f g : Forall2 alike f g -> length f = length g.
Proof. intros A. induction A; cbn; congruence. Qed.
Lemma push_same c f g f' : Forall2 alike f g -> push p c f = Some f' -> exists g', push q c g = Some g' /\ Forall2 alike f' g'.
Proof.
  unfold push. intros A E. rewrite <- (length_same _ _ A). destruct (Nat.ltb _ _); [|discriminate]. cbn in *. injection E as <-.
  exists ((c, fresh q) :: g). split; [easy|]. constructor; [|exact A]. split; [easy|apply obedient].
Qed.
Lemma step_same k l k' : same k l -> step p k = Some k' -> exists l', step q l = Some l' /\ same k' l'.
Proof.
  destruct k as [[|[c m] f] w], l as [g w0]; intros [A W] E; cbn [fst snd] in A, W; subst w0.
  - inversion A. injection E as <-. exists ([], w). split; [easy|]. split; [constructor|easy].
  - inversion A as [|x [c0 n] f0 g0 [C O] A' Ef Eg]; subst. cbn [fst snd] in C, O. subst c0. cbn [step fst] in E |- *.
    apply bind_some in E as ([d m'] & D & E). destruct O as [O]. destruct (O _ _ _ D) as (n' & Q & O').
    rewrite Q. cbn [bind]. apply bind_some in E as (w' & Ew & E). rewrite Ew. cbn [bind].
    assert (B : Forall2 alike (if ends d then f else (c, m') :: f) (if ends d then g0 else (c, n') :: g0)).
    { destruct (ends d); [exact A'|]. constructor; [|exact A']. split; [easy|]. now apply O'. }
    apply bind_some in E as (f' & P & E). injection E as <-. destruct (called d <? FIRST).
    + injection P as <-. cbn. eexists. split; [reflexivity|]. now split.
    + destruct (push_same _ _ _ _ B P) as (g' & -> & A2). cbn. eexists. split; [reflexivity|]. now split.
Qed.
Lemma run_same n : forall k l k', same k l -> run p n k = Some k' -> exists l', run q n l = Some l' /\ same k' l'.
Proof.
  induction n as [|n IH]; cbn; intros k l k' S E; [injection E as <-; eauto|].
  apply bind_some in E as (k1 & E1 & E). destruct (step_same _ _ _ S E1) as (l1 & -> & S1). cbn. eauto.
Qed.

(** Wherever the first comes from a call, the second comes by as many steps: to the same calls, in the same world. *)
Theorem runs_alike n c w f w' : run p n ([(c, fresh p)], w) = Some (f, w') ->
  exists g, run q n ([(c, fresh q)], w) = Some (g, w') /\ map fst g = map fst f.
Proof.
  intros E. destruct (run_same n ([(c, fresh p)], w) ([(c, fresh q)], w) (f, w')) as ([g w0] & R & A & W); [|exact E|].
  - split; [|easy]. constructor; [|constructor]. split; [easy|apply obedient].
  - cbn in A, W. subst w0. exists g. split; [exact R|]. clear - A. induction A as [|x y f g [X _] A IH]; cbn; congruence.
Qed.
(** If the first ends, so does the second. *)
Corollary ends_alike n c w w' : run p n ([(c, fresh p)], w) = Some ([], w') -> run q n ([(c, fresh q)], w) = Some ([], w').
Proof. intros E. destruct (runs_alike _ _ _ _ _ E) as ([|x g] & R & M); [exact R|discriminate]. Qed.
End Interpreter.
