(** A task's network in whole numbers: [runtime/src/kernel/unit.rs], [runtime/src/lstm.rs] and [runtime/src/decide.rs], with weights that
    have no offset. [Offsets.v] says why those of the runtime, which have one and are added up in 32 bits, come to the same. *)
From Npi Require Import Options Blob Machine Sigma.
Open Scope Z_scope.

(** What of a blob is one task's. A row of the tables has four gates for each unit; a row of a head has a weight for each unit, and the
    bias. *)
Record network := Network {
  shape : entry; units : nat; fraction : Z (* of a gate's sum *); shift : Z (* of table sums, to that fraction *);
  tables : list (list (quad Z)); recurrent : list (quad (list Z)); heads : list (list Z * Z); kept : list box }.

(** * Out of a blob *)

Definition outputs (e : entry) : Z := 1 + FIRST + programs e + sum (arguments e).
Definition table_rows (e : entry) : Z :=
  sum (observation e) + (if arguments_are_inputs e then sum (arguments e) else 0) + programs e.
Definition near (lo hi x : Z) : bool := (lo <=? x) && (x <=? hi).
Definition scales_fit (r : Z) (e : entry) : bool :=
  forallb (near (-1) 15) [r; table_scale e; head_scale e] && near (-7) 7 (r - table_scale e).
Definition shape_fits (e : entry) : bool :=
  near 1 253 (programs e) && forallb (fun l => near 1 16 (Z.of_nat (length l))) [observation e; arguments e] &&
  forallb (fun n => 0 <? n) (arguments e).

(** The network of a section, whose own parts are given: tables, heads, bias and, if it has any, boxes. *)
Definition network_of (h : header) (core : list Z) (e : entry) (own : list (list Z)) : option network :=
  let* _ := guard (scales_fit (core_scale h) e && shape_fits e) in
  let n := Z.to_nat (hidden h) in
  let groups := Z.to_nat ((outputs e + 3) / 4) in
  let* (tables, heads, bias, boxes) := match own with
    | [t; h; b] => Some (t, h, b, [])
    | [t; h; b; x] => Some (t, h, b, x)
    | _ => None
    end in
  let* tables := cut (Z.to_nat (table_rows e)) (4 * n) (map weight tables) in
  let* tables := traverse fours tables in
  let* recurrent := panel n n core in
  let* heads := panel groups n heads in
  let* _ := guard (Nat.eqb (length bias) (4 * groups)) in
  let* boxes := boxes_of n boxes in
  let rows := flat_map (fun '(a, b, c, d) => [a; b; c; d]) heads in
  let biases := map (fun b => Z.shiftl (weight b) 7) bias in
  Some (Network e n (core_scale h + 7) (core_scale h + 7 - table_scale e) tables recurrent (combine rows biases) boxes).

Fixpoint find_network (print : Z) (h : header) (core : list Z) (es : list entry) (ps : list (list Z)) : option network :=
  match es with
  | [] => None
  | e :: es => let* (own, ps) := take (length (spans e)) ps in
    if fingerprint e =? print then network_of h core e own else find_network print h core es ps
  end.
(** The network of the task with a fingerprint. *)
Definition network_in (print : Z) (blob : list Z) : option network :=
  let* (h, ps) := parse blob in
  match ps with core :: ps => find_network print h core (entries h) ps | [] => None end.

(** * A unit *)

Definition clamp (lo hi x : Z) : Z := if x <? lo then lo else if hi <? x then hi else x.
(** σ in 2^-15 at a step of its table, beyond which it stays as it is at the end. *)
Definition sigmoid (step : Z) : Z := get sigma (Z.to_pos (clamp 0 511 step + 512)).
Definition tanh (step : Z) : Z := 2 * sigmoid step - 32767.

(** The new cell in 2^-12, from the gates in 2^-15 and the cell before. *)
Definition new_cell (i f g cell : Z) : Z := clamp (-32768) 32767 (Z.shiftr (f * cell) 15 + Z.shiftr (i * g) 18).
Definition squashed (cell : Z) : Z := tanh (Z.shiftr cell 6 + 256).
Definition new_hidden (o t : Z) : Z := clamp (-127) 127 (Z.shiftr (o * t + 4194304) 23).
(** A unit's new hidden state and cell, from the sums of its four gates with a fraction, and the cell before. *)
Definition unit_of (fraction : Z) (sums : quad Z) (cell : Z) : Z * Z :=
  let step x fraction := Z.shiftr x (fraction - 5) + 256 in
  let '(i, f, g, o) := sums in
  let cell := new_cell (sigmoid (step i fraction)) (sigmoid (step f fraction)) (tanh (step g (fraction - 1))) cell in
  (new_hidden (sigmoid (step o fraction)) (squashed cell), cell).

(** * A step *)

(** The hidden state and the cell of each unit. *)
Definition memory := (list Z * list Z)%type.

Fixpoint dot (w h : list Z) : Z := match w, h with w0 :: w, h0 :: h => w0 * h0 + dot w h | _, _ => 0 end.
Definition add4 (x y : quad Z) : quad Z :=
  let '(a, b, c, d) := x in let '(p, q, r, s) := y in (a + p, b + q, c + r, d + s).
Definition map4 {A B} (f : A -> B) (x : quad A) : quad B := let '(a, b, c, d) := x in (f a, f b, f c, f d).
Fixpoint zip4 (x y : list (quad Z)) : list (quad Z) :=
  match x, y with a :: x, b :: y => add4 a b :: zip4 x y | _, _ => [] end.

Section Network.
Variable s : spec.
Variable n : network.

(** The rows of the symbols that are given, one of each block of so many rows. *)
Fixpoint rows_at (base : Z) (blocks : list Z) (symbols : list (option Z)) : option (list (list (quad Z))) :=
  match blocks, symbols with
  | [], [] => Some []
  | b :: blocks, None :: symbols => rows_at (base + b) blocks symbols
  | b :: blocks, Some x :: symbols =>
    let* _ := guard ((0 <=? x) && (x <? b)) in
    let* row := nth_error (tables n) (Z.to_nat (base + x)) in
    let* rows := rows_at (base + b) blocks symbols in
    Some (row :: rows)
  | _, _ => None
  end.

(** The rows of the tables that a call and a view choose. *)
Definition chosen (c : call) (v : view) : option (list (list (quad Z))) :=
  let* q := program_of s (fst c) in
  let seen := map (fun '(seen, x) => match seen with Some _ => Some x | None => None end) (combine (sees q) v) in
  let taken := map (fun x => if takes q then Some x else None) (snd c) in
  let e := shape n in
  if arguments_are_inputs e
  then rows_at 0 (observation e ++ arguments e ++ [programs e]) (seen ++ taken ++ [Some (fst c - FIRST)])
  else rows_at 0 (observation e ++ [programs e]) (seen ++ [Some (fst c - FIRST)]).
(** What they add to each gate: their sums. *)
Definition inputs (c : call) (v : view) : option (list (quad Z)) :=
  let* rows := chosen c v in
  match rows with
  | [] => None
  | row :: rows => Some (map (map4 (fun x => Z.shiftl x (shift n))) (fold_left zip4 rows row))
  end.
(** What the hidden state adds. *)
Definition products (h : list Z) : list (quad Z) := map (map4 (fun w => dot w h)) (recurrent n).
(** All units' new hidden states and cells. *)
Fixpoint next (inputs products : list (quad Z)) (cells : list Z) : memory :=
  match inputs, products, cells with
  | i :: inputs, p :: products, c :: cells =>
    let '(h, c) := unit_of (fraction n) (add4 i p) c in
    let '(hs, cs) := next inputs products cells in
    (h :: hs, c :: cs)
  | _, _, _ => ([], [])
  end.

(** * A decision *)

Definition score (h : list Z) (row : list Z * Z) : Z := dot (fst row) h + snd row.
(** Which score is the greatest; the first wins a tie. *)
Fixpoint best_of (i win top : Z) (l : list Z) : Z :=
  match l with
  | [] => win
  | x :: l => if top <? x then best_of (i + 1) i x l else best_of (i + 1) win top l
  end.
Definition best (l : list Z) : Z := match l with [] => 0 | x :: l => best_of 1 0 x l end.

Fixpoint pieces (counts : list Z) (l : list (list Z * Z)) : list (list (list Z * Z)) :=
  match counts with
  | [] => []
  | c :: counts => firstn (Z.to_nat c) l :: pieces counts (skipn (Z.to_nat c) l)
  end.
(** The rows of the heads: of END, of the program, and of each argument. *)
Definition end_head : list Z * Z := hd ([], 0) (heads n).
Definition program_head : list (list Z * Z) := firstn (Z.to_nat (FIRST + programs (shape n))) (tl (heads n)).
Definition argument_heads : list (list (list Z * Z)) :=
  pieces (arguments (shape n)) (skipn (Z.to_nat (1 + FIRST + programs (shape n))) (heads n)).

Definition answer (h : list Z) (head : list (list Z * Z)) : Z := best (map (score h) head).
Definition decided (h : list Z) : decision :=
  let p := answer h program_head in
  Decision p (if takes_arguments s p then map (answer h) argument_heads else map (fun _ => 0) argument_heads)
    (0 <? score h end_head).

(** * The network as a policy *)

Definition network_step (c : call) (v : view) (m : memory) : option (decision * memory) :=
  let* i := inputs c v in
  let m := next i (products (fst m)) (snd m) in
  Some (decided (fst m), m).
Definition rest : memory := (repeat 0 (units n), repeat 0 (units n)).
Definition networking : policy := Policy memory rest network_step.
End Network.
