namespace Minima.Reals;

/// <summary>An entry in the table of primitives as a value: the function that a node of a <see cref="SymbolGraph"/> applies.</summary>
public abstract class SymbolFunction : IEquatable<SymbolFunction>
{
    private protected SymbolFunction(string name, int arity, Type primitive)
    {
        Name = name;
        Arity = arity;
        Primitive = primitive;
    }

    /// <summary>The name in the table: <c>log1p</c>.</summary>
    public string Name { get; }

    /// <summary>The number of arguments: 1, 2 or 3.</summary>
    public int Arity { get; }

    /// <summary>The type of the primitive, by which formula writers identify it.</summary>
    public Type Primitive { get; }

    /// <summary>The function, for any number type; arguments beyond <see cref="Arity"/> are ignored.</summary>
    public abstract T Apply<T>(T x, T y, T z)
        where T : IReal<T>;

    /// <summary>The primitive itself: a struct, for example with a constant exponent or a pair of bounds.</summary>
    public abstract object Value { get; }

    /// <summary>A primitive of one argument.</summary>
    public static SymbolFunction Of<TPrimitive>(IPrimitive<TPrimitive> primitive)
        where TPrimitive : struct, IPrimitive<TPrimitive> => new Function1<TPrimitive>((TPrimitive)primitive);

    /// <summary>A primitive of two arguments.</summary>
    public static SymbolFunction Of<TPrimitive>(IPrimitive2<TPrimitive> primitive)
        where TPrimitive : struct, IPrimitive2<TPrimitive> => new Function2<TPrimitive>((TPrimitive)primitive);

    /// <summary>A primitive of three arguments.</summary>
    public static SymbolFunction Of<TPrimitive>(IPrimitive3<TPrimitive> primitive)
        where TPrimitive : struct, IPrimitive3<TPrimitive> => new Function3<TPrimitive>((TPrimitive)primitive);

    public bool Equals(SymbolFunction? other) => other is not null && Value.Equals(other.Value);

    public override bool Equals(object? obj) => Equals(obj as SymbolFunction);

    public override int GetHashCode() => HashCode.Combine(Primitive, Value);

    public override string ToString() => Name;

    private sealed class Function1<TPrimitive>(TPrimitive primitive) : SymbolFunction(TPrimitive.Name, 1, typeof(TPrimitive))
        where TPrimitive : struct, IPrimitive<TPrimitive>
    {
        public override object Value => primitive;

        public override T Apply<T>(T x, T y, T z) => T.Apply(primitive, x);
    }

    private sealed class Function2<TPrimitive>(TPrimitive primitive) : SymbolFunction(TPrimitive.Name, 2, typeof(TPrimitive))
        where TPrimitive : struct, IPrimitive2<TPrimitive>
    {
        public override object Value => primitive;

        public override T Apply<T>(T x, T y, T z) => T.Apply(primitive, x, y);
    }

    private sealed class Function3<TPrimitive>(TPrimitive primitive) : SymbolFunction(TPrimitive.Name, 3, typeof(TPrimitive))
        where TPrimitive : struct, IPrimitive3<TPrimitive>
    {
        public override object Value => primitive;

        public override T Apply<T>(T x, T y, T z) => T.Apply(primitive, x, y, z);
    }
}
