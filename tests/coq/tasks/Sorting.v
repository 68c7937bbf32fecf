(** Recursive bubble sort: why its teacher sorts. [runtime/tasks/src/sorting.rs] says it in words. *)
From Npi Require Import Options Machine Interpreter.
From Npi.tasks Require Import Taught Array.
Open Scope Z_scope.

Definition BUBBLE := 3. Definition STEP := 4. Definition SWAPPING := 5. Definition RESET := 6.
Notation calls := (Taught.calls none).
Definition acts (what : Z) (e : bool) : decision := Decision ACT [what] e.

Section Sorting.
Variable s : spec.
Notation does := (does s none).
Notation is_done := (is_done s none).

(** All programs but MAXIMUM, step by step. *)
Definition everywhere (f : bool -> bool -> bool -> bool -> bool) : bool :=
  forallb (fun a => forallb (fun b => forallb (fun c => forallb (f a b c) [true; false]) [true; false]) [true; false]) [true; false].
Definition sorting_is_taught : bool := everywhere (fun g st e2 e3 =>
  let o := map flag [g; st; e2; e3] in
  is_done SORT 0 o (calls BUBBLE false) 1 && is_done SORT 1 o (calls RESET false) 2 && is_done SORT 2 o (acts P3_RIGHT false) 3 &&
  is_done SORT 3 o (calls (if e3 then NOP else SORT) true) 0 &&
  is_done BUBBLE 0 o (acts P2_RIGHT false) 1 && is_done BUBBLE 1 o (calls (if e2 then NOP else STEP) true) 0 &&
  is_done STEP 0 o (calls SWAPPING false) 1 && is_done STEP 1 o (acts P1_RIGHT false) 2 && is_done STEP 2 o (acts P2_RIGHT false) 3 &&
  is_done STEP 3 o (calls (if e2 then NOP else STEP) true) 0 &&
  is_done SWAPPING 0 o (if g then acts SWAP true else calls NOP true) 0 &&
  is_done RESET 0 o (acts P2_LEFT false) 1 &&
  is_done RESET 1 o (if st then calls NOP true else acts P1_LEFT false) (if st then 0 else 2) &&
  is_done RESET 2 o (calls RESET true) 0).
Record taught_in (w : array) (o := observed w) (atend := fun p => Nat.leb (length (values w)) p) : Prop := TaughtIn {
  sort_0 : does SORT 0 o = Some (calls BUBBLE false, 1);
  sort_1 : does SORT 1 o = Some (calls RESET false, 2);
  sort_2 : does SORT 2 o = Some (acts P3_RIGHT false, 3);
  sort_3 : does SORT 3 o = Some (calls (if atend (p3 w) then NOP else SORT) true, 0);
  bubble_0 : does BUBBLE 0 o = Some (acts P2_RIGHT false, 1);
  bubble_1 : does BUBBLE 1 o = Some (calls (if atend (p2 w) then NOP else STEP) true, 0);
  step_0 : does STEP 0 o = Some (calls SWAPPING false, 1);
  step_1 : does STEP 1 o = Some (acts P1_RIGHT false, 2);
  step_2 : does STEP 2 o = Some (acts P2_RIGHT false, 3);
  step_3 : does STEP 3 o = Some (calls (if atend (p2 w) then NOP else STEP) true, 0);
  swapping_0 : does SWAPPING 0 o = Some (if wrong w then acts SWAP true else calls NOP true, 0);
  reset_0 : does RESET 0 o = Some (acts P2_LEFT false, 1);
  reset_1 : does RESET 1 o = Some (if Nat.eqb (p1 w) 0 then calls NOP true else acts P1_LEFT false, if Nat.eqb (p1 w) 0 then 0 else 2);
  reset_2 : does RESET 2 o = Some (calls RESET true, 0) }.
Lemma steps_taught : sorting_is_taught = true -> forall w, taught_in w.
Proof.
  unfold sorting_is_taught, everywhere. intros E w. assert (I : forall b, In b [true; false]) by (intros []; cbn; auto).
  rewrite forallb_forall in E. specialize (E (wrong w) (I _)). rewrite forallb_forall in E. specialize (E (Nat.eqb (p1 w) 0) (I _)).
  rewrite forallb_forall in E. specialize (E (Nat.leb (length (values w)) (p2 w)) (I _)).
  rewrite forallb_forall in E. specialize (E (Nat.leb (length (values w)) (p3 w)) (I _)).
  cbv beta zeta in E. repeat (apply andb_prop in E as [E ?]). split; now apply (is_done_does s none).
Qed.

Hypothesis taught : sorting_is_taught = true.
Hypothesis deep : depth s = 3%nat.

Notation teacher_runs := (run s arrays (teaching s)).
Notation call_on := (call_on s none).
Notation in_world w := (steps_taught taught w).
Ltac go k := rewrite (run_step s arrays _ _ _ k).
Ltac call_done := first [easy | rewrite deep; cbn; lia].

(** What comes after a step that ends: nothing where a pointer is at the end, else the program again. *)
Definition again (over : bool) (p : Z) (rest : list (frame (teaching s))) : list (frame (teaching s)) :=
  if over then rest else call_on p 0 :: rest.
Lemma again_step p m q (over : bool) rest w : (length rest < 3)%nat -> FIRST <= q ->
  does p m (observed w) = Some (calls (if over then NOP else q) true, 0) ->
  step s arrays (teaching s) (call_on p m :: rest, w) = Some (again over q rest, w).
Proof.
  intros L Q D. destruct over; [exact (nop_step s none arrays p m rest w _ D)|].
  eapply (call_step s none arrays p m rest w q true); [exact D | exact Q | rewrite deep; exact L].
Qed.

(** One turn of STEP: the greater of two neighbours goes on. *)
Lemma run_turn rest pre a b post c : (length rest <= 1)%nat -> let i := length pre in
  teacher_runs 5 (call_on STEP 0 :: rest, Array (pre ++ a :: b :: post) i (S i) c) =
  Some (again (match post with [] => true | _ => false end) STEP rest, Array (pre ++ Z.min a b :: Z.max a b :: post) (S i) (S (S i)) c).
Proof.
  intros L i. set (l := pre ++ a :: b :: post). set (l' := pre ++ Z.min a b :: Z.max a b :: post).
  assert (N' : length l' = (i + S (S (length post)))%nat) by (unfold l'; now rewrite app_length).
  go (call_on SWAPPING 0 :: call_on STEP 1 :: rest, Array l i (S i) c).
  2:{ eapply (call_step s none arrays STEP 0 rest _ SWAPPING false); [apply step_0, (in_world (Array l i (S i) c)) | call_done | call_done]. }
  go (call_on STEP 1 :: rest, Array l' i (S i) c).
  2:{ pose proof (swapping_0 _ (in_world (Array l i (S i) c))) as D.
      replace (wrong (Array l i (S i) c)) with (b <? a) in D by (unfold wrong, l, i; cbn [values p1 p2]; now rewrite nth_here, nth_after).
      unfold l'. destruct (b <? a) eqn:Q.
      - eapply (act_step s none arrays SWAPPING 0 _ _ [SWAP] true); [exact D|]. cbn [act arrays acted].
        change (SWAP =? SWAP) with true. cbv iota. unfold l, i. rewrite swapped_neighbours, Z.min_r, Z.max_l by lia. reflexivity.
      - rewrite Z.min_l, Z.max_r by lia. exact (nop_step s none arrays SWAPPING 0 _ _ _ D). }
  go (call_on STEP 2 :: rest, Array l' (S i) (S i) c).
  2:{ eapply (act_step s none arrays STEP 1 _ _ [P1_RIGHT] false); [apply step_1, (in_world (Array l' i (S i) c)) | apply p1_right; lia]. }
  go (call_on STEP 3 :: rest, Array l' (S i) (S (S i)) c).
  2:{ eapply (act_step s none arrays STEP 2 _ _ [P2_RIGHT] false); [apply step_2, (in_world (Array l' (S i) (S i) c)) | apply p2_right; lia]. }
  go (again (match post with [] => true | _ => false end) STEP rest, Array l' (S i) (S (S i)) c); [reflexivity|].
  apply again_step; [lia | easy|]. pose proof (step_3 _ (in_world (Array l' (S i) (S (S i)) c))) as D. cbn [values p2] in D.
  rewrite N' in D. destruct post as [|x post].
  - replace (Nat.leb (i + S (S (length (@nil Z)))) (S (S i))) with true in D by (symmetry; apply Nat.leb_le; cbn; lia). exact D.
  - replace (Nat.leb (i + S (S (length (x :: post)))) (S (S i))) with false in D by (symmetry; apply Nat.leb_gt; cbn; lia). exact D.
Qed.

(** STEP, turn after turn, until the end. *)
Lemma run_turns rest c : (length rest <= 1)%nat -> forall post pre a b, let i := length pre in
  teacher_runs (5 * S (length post)) (call_on STEP 0 :: rest, Array (pre ++ a :: b :: post) i (S i) c) =
  Some (rest, Array (pre ++ pass_from a (b :: post)) (i + S (length post)) (S (i + S (length post))) c).
Proof.
  intros L. induction post as [|d post IH]; intros pre a b i.
  - change (5 * S (length (@nil Z)))%nat with 5%nat. cbn [length]. replace (i + 1)%nat with (S i) by lia.
    exact (run_turn rest pre a b [] c L).
  - replace (5 * S (length (d :: post)))%nat with (5 + 5 * S (length post))%nat by (cbn [length]; lia).
    erewrite run_next by exact (run_turn rest pre a b (d :: post) c L). cbn [again length].
    specialize (IH (pre ++ [Z.min a b]) (Z.max a b) d). cbv zeta in IH. rewrite app_length in IH. cbn [length] in IH.
    rewrite <- !app_assoc in IH. cbn [app] in IH. replace (length pre + 1)%nat with (S i) in IH by (unfold i; lia).
    replace (i + S (S (length post)))%nat with (S i + S (length post))%nat by lia. exact IH.
Qed.

(** RESET: back to the start. *)
Lemma run_back rest l c i : (length rest <= 1)%nat ->
  teacher_runs (3 * i + 2) (call_on RESET 0 :: rest, Array l i (S i) c) = Some (rest, Array l 0 0 c).
Proof.
  intros L. induction i as [|i IH].
  - change (3 * 0 + 2)%nat with 2%nat. go (call_on RESET 1 :: rest, Array l 0 0 c).
    2:{ eapply (act_step s none arrays RESET 0 _ _ [P2_LEFT] false); [apply reset_0, (in_world (Array l 0 1 c)) | reflexivity]. }
    go (rest, Array l 0 0 c); [reflexivity|]. exact (nop_step s none arrays RESET 1 _ _ _ (reset_1 _ (in_world (Array l 0 0 c)))).
  - replace (3 * S i + 2)%nat with (1 + (1 + (1 + (3 * i + 2))))%nat by lia.
    go (call_on RESET 1 :: rest, Array l (S i) (S i) c).
    2:{ eapply (act_step s none arrays RESET 0 _ _ [P2_LEFT] false); [apply reset_0, (in_world (Array l (S i) (S (S i)) c)) | reflexivity]. }
    go (call_on RESET 2 :: rest, Array l i (S i) c).
    2:{ eapply (act_step s none arrays RESET 1 _ _ [P1_LEFT] false); [exact (reset_1 _ (in_world (Array l (S i) (S i) c))) | reflexivity]. }
    go (call_on RESET 0 :: rest, Array l i (S i) c); [exact IH|].
    eapply (call_step s none arrays RESET 2 _ _ RESET true); [apply reset_2, (in_world (Array l i (S i) c)) | easy | rewrite deep; cbn; lia].
Qed.

(** BUBBLE: a pass. *)
Lemma run_bubble rest a l c : (length rest <= 1)%nat -> teacher_runs (5 * length l + 2) (call_on BUBBLE 0 :: rest, Array (a :: l) 0 0 c) =
  Some (rest, Array (pass (a :: l)) (length l) (S (length l)) c).
Proof.
  intros L. replace (5 * length l + 2)%nat with (1 + (1 + 5 * length l))%nat by lia.
  go (call_on BUBBLE 1 :: rest, Array (a :: l) 0 1 c).
  2:{ eapply (act_step s none arrays BUBBLE 0 _ _ [P2_RIGHT] false); [apply bubble_0, (in_world (Array (a :: l) 0 0 c)) | apply p2_right; cbn; lia]. }
  pose proof (bubble_1 _ (in_world (Array (a :: l) 0 1 c))) as D. cbn [values p2 length Nat.leb] in D.
  go (again (match l with [] => true | _ => false end) STEP rest, Array (a :: l) 0 1 c).
  2:{ apply again_step; [lia | easy|]. destruct l; exact D. }
  destruct l as [|b l]; [reflexivity|]. cbn [again]. exact (run_turns rest c L l [] a b).
Qed.

(** One pass, and back: then all are sorted, or SORT calls itself. *)
Lemma run_pass l c : (c < length l)%nat -> teacher_runs (8 * length l) ([call_on SORT 0], Array l 0 0 c) =
  Some (again (Nat.leb (length l) (S c)) SORT [], Array (pass l) 0 0 (S c)).
Proof.
  intros L. destruct l as [|a l]; [cbn in L; lia|]. set (n := length l) in *.
  assert (P : length (pass (a :: l)) = S n) by now rewrite pass_length.
  replace (8 * length (a :: l))%nat with (1 + ((5 * n + 2) + (1 + ((3 * n + 2) + (1 + 1)))))%nat by (cbn [length]; fold n; lia).
  go ([call_on BUBBLE 0; call_on SORT 1], Array (a :: l) 0 0 c).
  2:{ eapply (call_step s none arrays SORT 0 [] _ BUBBLE false); [apply sort_0, (in_world (Array (a :: l) 0 0 c)) | call_done | call_done]. }
  erewrite run_next by (apply run_bubble; cbn; lia). fold n.
  go ([call_on RESET 0; call_on SORT 2], Array (pass (a :: l)) n (S n) c).
  2:{ eapply (call_step s none arrays SORT 1 [] _ RESET false);
      [apply sort_1, (in_world (Array (pass (a :: l)) n (S n) c)) | call_done | call_done]. }
  erewrite run_next by (apply run_back; cbn; lia).
  go ([call_on SORT 3], Array (pass (a :: l)) 0 0 (S c)).
  2:{ eapply (act_step s none arrays SORT 2 _ _ [P3_RIGHT] false);
      [apply sort_2, (in_world (Array (pass (a :: l)) 0 0 c)) | apply p3_right; rewrite P; exact L]. }
  go (again (Nat.leb (length (a :: l)) (S c)) SORT [], Array (pass (a :: l)) 0 0 (S c)); [reflexivity|].
  apply again_step; [cbn; lia | easy|]. pose proof (sort_3 _ (in_world (Array (pass (a :: l)) 0 0 (S c)))) as D. cbn [values p3] in D.
  rewrite P in D. exact D.
Qed.

(** As many passes as there are values. *)
Lemma run_passes k : forall l, (S k <= length l)%nat ->
  teacher_runs (S k * (8 * length l)) ([call_on SORT 0], Array l 0 0 (length l - S k)) = Some ([], Array (Nat.iter (S k) pass l) 0 0 (length l)).
Proof.
  induction k as [|k IH]; intros l L.
  - replace (1 * (8 * length l))%nat with (8 * length l)%nat by lia. rewrite run_pass by lia.
    replace (S (length l - 1)) with (length l) by lia. now rewrite Nat.leb_refl.
  - replace (S (S k) * (8 * length l))%nat with (8 * length l + S k * (8 * length l))%nat by lia.
    erewrite run_next by (apply run_pass; lia).
    replace (Nat.leb (length l) (S (length l - S (S k)))) with false by (symmetry; apply Nat.leb_gt; lia). cbn [again].
    rewrite <- (pass_length l). replace (S (length (pass l) - S (S k))) with (length (pass l) - S k)%nat by (rewrite pass_length; lia).
    rewrite IH by (rewrite pass_length; lia). now rewrite iter_pass.
Qed.
End Sorting.

(** The teacher sorts. *)
Theorem recursion_sorts s : sorting_is_taught s = true -> depth s = 3%nat -> sorts s (teaching s).
Proof.
  intros T D l F n. exists (n * (8 * n))%nat, (Array (Nat.iter n pass l) 0 0 n). split; [nia|].
  assert (E : exists k, n = S k) by (exists (pred n); unfold n; destruct l; [easy | reflexivity]). destruct E as [k E].
  pose proof (run_passes s T D k l ltac:(fold n; lia)) as R. rewrite <- E in R. fold n in R. rewrite Nat.sub_diag in R.
  split; [exact R | apply passes_sort_all].
Qed.
