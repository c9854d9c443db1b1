using Minima.Reals;

namespace Minima;

/// <summary>The sums of one group as the final formula sees them, in any reading.</summary>
public readonly ref struct Sums<T>
    where T : IReal<T>
{
    private readonly ReadOnlySpan<T> values;
    private readonly int each;

    /// <summary>The sums of a group, or of all classes of a row one after the other.</summary>
    /// <param name="values">As many as there are sums, for each class.</param>
    /// <param name="each">How many sums there are.</param>
    /// <param name="count">How many elements were summed.</param>
    /// <param name="classIndex">Which class the group is.</param>
    /// <param name="classes">How many classes there are.</param>
    public Sums(ReadOnlySpan<T> values, int each, double count, int classIndex, int classes)
    {
        this.values = values;
        this.each = each;
        Count = count;
        Class = classIndex;
        Classes = classes;
    }

    /// <summary>How many elements were summed, for each class.</summary>
    public double Count { get; }

    /// <summary>The class of the group; 0 where the formula reads all of them.</summary>
    public int Class { get; }

    /// <summary>How many classes there are.</summary>
    public int Classes { get; }

    /// <summary>Sum <paramref name="index"/> of the group.</summary>
    public T this[int index] => values[index];

    /// <summary>Sum <paramref name="index"/> of class <paramref name="k"/>, where the formula reads all of them.</summary>
    public T Of(int k, int index) => values[k * each + index];
}
