(** What may fail, and lists: what every other file builds on. *)
From Coq Require Export ZArith List Bool Lia.
Export ListNotations.
Open Scope Z_scope.

Definition bind {A B} (x : option A) (f : A -> option B) : option B :=
  match x with Some a => f a | None => None end.
Notation "'let*' p := x 'in' e" := (bind x (fun p => e)) (at level 200, p pattern, e at level 200).
Definition guard (b : bool) : option unit := if b then Some tt else None.

(** All results of [f], or none if one is missing. *)
Fixpoint traverse {A B} (f : A -> option B) (l : list A) : option (list B) :=
  match l with
  | [] => Some []
  | x :: l => let* y := f x in let* r := traverse f l in Some (y :: r)
  end.

(** The first [n] of a list, and the rest; none if there are fewer. *)
Fixpoint take {A} (n : nat) (l : list A) : option (list A * list A) :=
  match n, l with
  | O, _ => Some ([], l)
  | S n, x :: l => let* (a, r) := take n l in Some (x :: a, r)
  | S _, [] => None
  end.
(** A list as so many rows of [n], with nothing left over. *)
Fixpoint cut {A} (rows n : nat) (l : list A) : option (list (list A)) :=
  match rows, l with
  | O, [] => Some []
  | O, _ :: _ => None
  | S rows, _ => let* (a, r) := take n l in let* t := cut rows n r in Some (a :: t)
  end.
Definition sum (l : list Z) : Z := fold_right Z.add 0 l.

Fixpoint equal (a b : list Z) : bool :=
  match a, b with
  | [], [] => true
  | x :: a, y :: b => (x =? y) && equal a b
  | _, _ => false
  end.

Lemma equal_eq a : forall b, equal a b = true -> a = b.
Proof.
  induction a as [|x a IH]; intros [|y b] E; cbn in E; try easy.
  apply andb_prop in E as [X E]. apply Z.eqb_eq in X. now rewrite X, (IH b E).
Qed.

Lemma bind_some {A B} (x : option A) (f : A -> option B) b : bind x f = Some b -> exists a, x = Some a /\ f a = Some b.
Proof. destruct x as [a|]; cbn; [eauto | discriminate]. Qed.

Lemma guard_some b u : guard b = Some u -> b = true.
Proof. now destruct b. Qed.

Lemma traverse_in {A B} (f : A -> option B) l : forall r, traverse f l = Some r -> forall x, In x l -> exists y, f x = Some y /\ In y r.
Proof.
  induction l as [|a l IH]; cbn; intros r E x I; [easy|].
  apply bind_some in E as (y & F & E). apply bind_some in E as (t & T & E). injection E as <-.
  destruct I as [<- | I]; [exists y; cbn; auto|]. destruct (IH t T x I) as (z & Z & J). exists z. cbn. auto.
Qed.

Lemma traverse_nth {A B} (f : A -> option B) l : forall r, traverse f l = Some r ->
  forall n x, nth_error l n = Some x -> exists y, f x = Some y /\ nth_error r n = Some y.
Proof.
  induction l as [|a l IH]; cbn; intros r E [|n] x N; cbn in N; try easy;
    apply bind_some in E as (y & F & E); apply bind_some in E as (t & T & E); injection E as <-.
  - injection N as <-. eauto.
  - now apply (IH t T n x).
Qed.
