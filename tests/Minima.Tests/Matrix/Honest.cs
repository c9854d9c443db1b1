using Minima.Reals;

namespace Minima.Tests.Matrix;

/// <summary>
/// A dual that takes no detours: a straight-through step keeps the derivative of its value. Where it differs from the dual, the
/// formula has by intention another gradient than its derivative, and differences are no witness.
/// </summary>
internal readonly struct Honest(Dual<F64, One<F64>> number) : IReal<Honest>
{
    public Dual<F64, One<F64>> Number { get; } = number;

    public static Honest operator +(Honest left, Honest right) => new(left.Number + right.Number);

    public static Honest operator -(Honest left, Honest right) => new(left.Number - right.Number);

    public static Honest operator *(Honest left, Honest right) => new(left.Number * right.Number);

    public static Honest operator /(Honest left, Honest right) => new(left.Number / right.Number);

    public static Honest operator -(Honest x) => new(-x.Number);

    public static Honest Of(double value, string name = "") => new(Dual<F64, One<F64>>.Of(value));

    public static Honest IfLess(Honest left, Honest right, Honest yes, Honest no) => new(Dual<F64, One<F64>>.IfLess(left.Number, right.Number, yes.Number, no.Number));

    public static Honest Apply<TPrimitive>(TPrimitive primitive, Honest x)
        where TPrimitive : struct, IPrimitive<TPrimitive> => new(Dual<F64, One<F64>>.Apply(primitive, x.Number));

    public static Honest Apply<TPrimitive>(TPrimitive primitive, Honest x, Honest y)
        where TPrimitive : struct, IPrimitive2<TPrimitive> => new(Dual<F64, One<F64>>.Apply(primitive, x.Number, y.Number));

    public static Honest Apply<TPrimitive>(TPrimitive primitive, Honest x, Honest y, Honest z)
        where TPrimitive : struct, IPrimitive3<TPrimitive> => new(Dual<F64, One<F64>>.Apply(primitive, x.Number, y.Number, z.Number));

    public static Honest StraightThrough(Honest value, Honest path) => value;
}
