using Minima.Reals;

namespace Minima;

/// <summary>The terms that one element adds to the sums of a loss: one for each sum; the others are not read.</summary>
public struct SumTerms<T>(T a, T b, T c, T d, T e)
    where T : IReal<T>
{
    public T A = a;
    public T B = b;
    public T C = c;
    public T D = d;
    public T E = e;

    /// <summary>One sum.</summary>
    public SumTerms(T a)
        : this(a, a, a, a, a)
    {
    }

    /// <summary>Two sums.</summary>
    public SumTerms(T a, T b)
        : this(a, b, b, b, b)
    {
    }

    /// <summary>Three sums.</summary>
    public SumTerms(T a, T b, T c)
        : this(a, b, c, c, c)
    {
    }

    /// <summary>Four sums.</summary>
    public SumTerms(T a, T b, T c, T d)
        : this(a, b, c, d, d)
    {
    }
}
