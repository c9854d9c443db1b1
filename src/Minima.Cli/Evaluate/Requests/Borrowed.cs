using System.Buffers;
using System.Runtime.CompilerServices;

namespace Minima.Cli.Evaluate;

/// <summary>Arrays for one request; all go back to the pool when it has been answered.</summary>
internal sealed class Borrowed : IDisposable
{
    /// <summary>Longer arrays are left to the garbage collector: the pool would keep them for a long time, and requests of that size are rare.</summary>
    public const int MostPooled = 1 << 20;

    private readonly List<double[]> doubles = [];
    private readonly List<float[]> floats = [];
    private readonly List<bool[]> flags = [];
    private readonly List<int[]> labels = [];

    /// <summary>An array of at least this length, not cleared.</summary>
    public TElement[] Take<TElement>(int length)
    {
        WorkBudget.Take((long)length * Unsafe.SizeOf<TElement>());
        if (length > MostPooled)
        {
            return GC.AllocateUninitializedArray<TElement>(length);
        }

        var array = ArrayPool<TElement>.Shared.Rent(length);
        switch (array)
        {
            case double[] numbers:
                doubles.Add(numbers);
                break;
            case float[] numbers:
                floats.Add(numbers);
                break;
            case int[] numbers:
                labels.Add(numbers);
                break;
            case bool[] marks:
                flags.Add(marks);
                break;
        }

        return array;
    }

    /// <summary>An array for results, which the answer shows under a name.</summary>
    public Span<TElement> TakeAnswer<TElement, TKind>(List<(string Name, ShapedNumbers Numbers)> answers, string name, int[] shape, int count)
        where TElement : unmanaged
        where TKind : struct, IElement<TElement>
    {
        var buffer = Take<TElement>(count);
        answers.Add((name, new ShapedNumbers<TElement, TKind>(shape, buffer)));
        return buffer.AsSpan(0, count);
    }

    public void Dispose()
    {
        Return(doubles);
        Return(floats);
        Return(flags);
        Return(labels);
    }

    private static void Return<TElement>(List<TElement[]> arrays)
    {
        foreach (var array in arrays)
        {
            ArrayPool<TElement>.Shared.Return(array);
        }

        arrays.Clear();
    }
}
