using System.Buffers;

namespace Minima.Cli.Evaluate;

/// <summary>Arrays for one request; all go back to the pool when it has been answered.</summary>
internal sealed class Borrowed : IDisposable
{
    private readonly List<double[]> doubles = [];
    private readonly List<float[]> floats = [];
    private readonly List<bool[]> flags = [];
    private readonly List<int[]> labels = [];

    /// <summary>An array of at least this length, with whatever was in it.</summary>
    public TElement[] Take<TElement>(int length)
    {
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
