using Minima.Reals;

namespace Minima;

/// <summary>The sums of one group as the final formula sees them, over any number type.</summary>
public readonly ref struct Sums<T>
    where T : IReal<T>
{
    private readonly ReadOnlySpan<T> values;
    private readonly int each;

    /// <summary>The sums of a group, or of all classes of a row one after the other.</summary>
    /// <param name="values">The sums, for each class.</param>
    /// <param name="each">The number of sums.</param>
    /// <param name="count">The number of elements summed.</param>
    /// <param name="classIndex">The class of the group.</param>
    /// <param name="classes">The number of classes.</param>
    public Sums(ReadOnlySpan<T> values, int each, double count, int classIndex, int classes)
    {
        this.values = values;
        this.each = each;
        Count = count;
        Class = classIndex;
        Classes = classes;
    }

    /// <summary>The number of elements summed, for each class.</summary>
    public double Count { get; }

    /// <summary>The class of the group; 0 if the formula reads all classes.</summary>
    public int Class { get; }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>Sum <paramref name="index"/> of the group.</summary>
    public T this[int index] => values[index];

    /// <summary>Sum <paramref name="index"/> of class <paramref name="k"/>, if the formula reads all classes.</summary>
    public T Of(int k, int index) => values[k * each + index];
}
