using System.ComponentModel;
using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima;

/// <summary>A point loss of any arity as one of four inputs: the form that the engine evaluates. Unused inputs are not read.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IPointFormula : ILossFormula
{
    /// <summary>The number of elements from which a batch is worth a compiled kernel. A formula that is slow through lanes returns a smaller one.</summary>
    static virtual int CompiledFrom => 32 * 1024;

    /// <summary>The formula.</summary>
    T Of<T>(T first, T second, T third, T fourth)
        where T : IReal<T>;
}

/// <summary>A point loss of one input.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct Point1<TLoss>(TLoss Formula) : IPointFormula
    where TLoss : struct, IPointLoss1
{
    public static int Arity => 1;

    public static InputSet Differentiated => TLoss.Differentiated;

    public static Type LossType => typeof(TLoss);

    public ILoss Loss => Formula;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T first, T second, T third, T fourth)
        where T : IReal<T> => Formula.Of(first);
}

/// <summary>A point loss of two inputs.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct Point2<TLoss>(TLoss Formula) : IPointFormula
    where TLoss : struct, IPointLoss
{
    public static int Arity => 2;

    public static InputSet Differentiated => TLoss.Differentiated;

    public static Type LossType => typeof(TLoss);

    public ILoss Loss => Formula;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T first, T second, T third, T fourth)
        where T : IReal<T> => Formula.Of(first, second);
}

/// <summary>A point loss of three inputs.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct Point3<TLoss>(TLoss Formula) : IPointFormula
    where TLoss : struct, IPointLoss3
{
    public static int Arity => 3;

    public static InputSet Differentiated => TLoss.Differentiated;

    public static Type LossType => typeof(TLoss);

    public ILoss Loss => Formula;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T first, T second, T third, T fourth)
        where T : IReal<T> => Formula.Of(first, second, third);
}

/// <summary>A point loss of four inputs.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct Point4<TLoss>(TLoss Formula) : IPointFormula
    where TLoss : struct, IPointLoss4
{
    public static int Arity => 4;

    public static InputSet Differentiated => TLoss.Differentiated;

    public static Type LossType => typeof(TLoss);

    public ILoss Loss => Formula;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T first, T second, T third, T fourth)
        where T : IReal<T> => Formula.Of(first, second, third, fourth);
}
