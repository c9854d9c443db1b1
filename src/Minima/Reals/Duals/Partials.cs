namespace Minima.Reals;

/// <summary>The partial derivatives of a dual number: one to four.</summary>
public interface IPartials<TSelf, R>
    where TSelf : struct, IPartials<TSelf, R>
    where R : IReal<R>
{
    /// <summary>All partials 0: the derivative of a constant.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>Partial <paramref name="index"/> is 1, the others 0: the derivative of an input.</summary>
    static abstract TSelf Unit(int index);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf x);

    static abstract TSelf operator *(R factor, TSelf x);

    /// <summary>a x + b y: the product rule, in one member because the JIT inlines by a budget of locals.</summary>
    static abstract TSelf Combine(R a, TSelf x, R b, TSelf y);

    /// <summary><see cref="IReal{T}.Chain"/> for each partial.</summary>
    static abstract TSelf Chain(R slope, TSelf x);

    /// <summary>Partials of an outer slope times a derivative, 0 if the derivative is 0: <see cref="IReal{T}.Chain"/> with exchanged roles.</summary>
    static abstract TSelf ChainInto(TSelf slopes, R derivative);

    static abstract TSelf IfLess(R left, R right, TSelf yes, TSelf no);

    /// <summary>The partial with this index.</summary>
    static abstract R At(TSelf x, int index);
}
