(** A model's bytes, format version 2 in int8, from the first to the last: the page of [model-format/src/lib.rs] is the
    specification. What the theorem needs is checked: where everything stands and how long it is, the checksum, and the limits on which
    sums rely. Less than [Model::parse] checks; names, which mean nothing here, are skipped. *)
From Npi Require Import Options.
Open Scope Z_scope.

(** * Header *)

Definition reader (A : Type) := list Z -> option (A * list Z).
Notation "'read' x := r 'in' e" := (fun l => match r l with Some (x, l') => e l' | None => None end)
  (at level 200, x pattern, e at level 200).
Definition give {A} (a : A) : reader A := fun l => Some (a, l).
Definition demand (b : bool) : reader unit := fun l => if b then Some (tt, l) else None.

Definition byte : reader Z := fun l => match l with x :: l => Some (x, l) | [] => None end.
Definition i8 (b : Z) : Z := if b <? 128 then b else b - 256.
Definition signed : reader Z := read b := byte in give (i8 b).
(** A varint, in no more bytes than it takes: the last group is not zero. *)
Fixpoint varint (l : list Z) : option (Z * list Z) :=
  match l with
  | [] => None
  | b :: l => if b <? 128 then Some (b, l) else
    let* (v, l) := varint l in let* _ := guard (0 <? v) in Some (b - 128 + 128 * v, l)
  end.
Definition bytes : reader (list Z) := read n := varint in take (Z.to_nat n).
Fixpoint times {A} (n : nat) (r : reader A) : reader (list A) :=
  match n with
  | O => give []
  | S n => read a := r in read t := times n r in give (a :: t)
  end.
Definition little (l : list Z) : Z := fold_right (fun b a => b + 256 * a) 0 l.

(** Where a part stands: its offset from the first one, and its length. *)
Definition span := (Z * Z)%type.
Definition a_span : reader span := read o := varint in read n := varint in give (o, n).

Record entry := Entry {
  fingerprint : Z; programs : Z; observation : list Z; arguments : list Z; arguments_are_inputs : bool;
  table_scale : Z; head_scale : Z; methods : list Z; spans : list span }.
Definition an_entry : reader entry :=
  read _ := bytes in
  read print := take 8 in
  read programs := byte in
  read observation := bytes in
  read arguments := bytes in
  read flags := byte in
  read t := signed in
  read s := signed in
  read own := times 3 a_span in
  read _ := demand (flags <? 4) in
  let entry m b := give (Entry (little print) programs observation arguments (Z.odd flags) t s m (own ++ b)) in
  if flags <? 2 then entry [] [] else read m := bytes in read b := a_span in entry m [b].

Record header := Header { hidden : Z; core_scale : Z; recurrent_span : span; entries : list entry }.
Definition a_header : reader header :=
  read magic := take 4 in
  read _ := demand (equal magic [110; 112; 105; 26]) in
  read version := byte in
  read precision := varint in
  read _ := demand ((version =? 2) && (precision =? 1)) in
  read hidden := varint in
  read r := signed in
  read recurrent := a_span in
  read tasks := byte in
  read entries := times (Z.to_nat tasks) an_entry in
  read _ := demand ((1 <=? hidden) && (hidden <=? 1024) && (1 <=? tasks)) in
  give (Header hidden r recurrent entries).

(** * Parts, each of which begins where the zeros after the one before end *)

Definition padding (at_ : Z) : nat := Z.to_nat ((- at_) mod 16).
Definition zeros (n : nat) : reader unit := read z := take n in demand (forallb (Z.eqb 0) z).
Fixpoint parts (at_ : Z) (spans : list span) : reader (list (list Z)) :=
  match spans with
  | [] => give []
  | (o, n) :: spans =>
    read _ := demand (o =? at_) in
    read p := take (Z.to_nat n) in
    read _ := zeros (padding (o + n)) in
    read ps := parts (o + n + Z.of_nat (padding (o + n))) spans in
    give (p :: ps)
  end.

(** CRC-32 (ISO-HDLC), bit by bit. *)
Definition crc_bit (c : Z) : Z := let half := Z.shiftr c 1 in if Z.odd c then Z.lxor half 3988292384 else half.
Definition crc_byte (c b : Z) : Z := Nat.iter 8 crc_bit (Z.lxor c b).
Definition crc32 (l : list Z) : Z := Z.lxor 4294967295 (fold_left crc_byte l 4294967295).

(** A blob: its header, and its parts in their order, the core's first. *)
Definition parse (blob : list Z) : option (header * list (list Z)) :=
  let* (body, crc) := take (length blob - 4) blob in
  let* _ := guard (crc32 body =? little crc) in
  let* (h, rest) := a_header body in
  let read_ := Z.of_nat (length body) - Z.of_nat (length rest) in
  let* (_, rest) := zeros (padding read_) rest in
  let* (ps, rest) := parts 0 (recurrent_span h :: flat_map spans (entries h)) rest in
  let* _ := guard (match rest with [] => true | _ => false end) in
  Some (h, ps).

(** * Weights *)

Definition weight (b : Z) : Z := b - 128.
Definition quad (A : Type) : Type := A * A * A * A.
Fixpoint fours {A} (l : list A) : option (list (quad A)) :=
  match l with
  | [] => Some []
  | a :: b :: c :: d :: r => let* q := fours r in Some ((a, b, c, d) :: q)
  | _ => None
  end.

(** Four rows that stand together: [whole] blocks of four columns, each row's in the order 0, 2, 1, 3; then the columns left over,
    one by one. *)
Fixpoint group {A} (whole : nat) (l : list (quad A)) : option (quad (list A)) :=
  match whole, l with
  | O, _ => Some (fold_right (fun '(a, b, c, d) '(p, q, r, s) => (a :: p, b :: q, c :: r, d :: s))
                    (([], [], [], []) : quad (list A)) l)
  | S n, a :: b :: c :: d :: l =>
    let* (p, q, r, s) := group n l in
    let row '(x0, x2, x1, x3) t := x0 :: x1 :: x2 :: x3 :: t in
    Some (row a p, row b q, row c r, row d s)
  | S _, _ => None
  end.
Definition panel (groups columns : nat) (l : list Z) : option (list (quad (list Z))) :=
  let* g := cut groups (4 * columns) (map weight l) in
  traverse (fun b => let* q := fours b in group (columns / 4) q) g.

(** * Boxes *)

Definition i16 (a b : Z) : Z := a + 256 * i8 b.
Definition interval := (Z * Z)%type.
(** Between what numbers a state lies: the hidden state and the cell of each unit. *)
Definition box := (list interval * list interval)%type.
Fixpoint bounds (l : list Z) : option box :=
  match l with
  | [] => Some ([], [])
  | h0 :: h1 :: a :: b :: c :: d :: l => let* (h, s) := bounds l in Some ((i8 h0, i8 h1) :: h, (i16 a b, i16 c d) :: s)
  | _ => None
  end.
Definition boxes_of (units : nat) (l : list Z) : option (list box) :=
  let* rows := cut (length l / (6 * units)) (6 * units) l in traverse bounds rows.
