namespace Minima.Training;

/// <summary>The layout of the memory of a <see cref="SliceVector"/>: gradients as floats, then as doubles, then further numbers, then a byte for each gradient that is present.</summary>
internal sealed class SliceLayout
{
    private const int Line = 64;

    private readonly int[] _offsets;

    /// <param name="gradients">Tensors of the shapes and types of the gradients.</param>
    /// <param name="numbers">The number of further doubles.</param>
    public SliceLayout(IReadOnlyList<Tensor> gradients, int numbers)
    {
        Gradients = gradients;
        _offsets = new int[gradients.Count];
        long at = 0;
        for (var i = 0; i < _offsets.Length; i++)
        {
            if (gradients[i].Type == ElementType.Single) at = Place(i, at, sizeof(float));
        }

        Floats = (int)at;
        at = Lines(at);
        Doubles = (int)at;
        for (var i = 0; i < _offsets.Length; i++)
        {
            if (gradients[i].Type == ElementType.Double) at = Place(i, at, sizeof(double));
        }

        Numbers = (int)at;
        NumberCount = numbers;
        Flags = (int)Lines(at + ((long)numbers * sizeof(double)));
        Bytes = (int)(Flags + Lines(Math.Max(gradients.Count, 1)));
    }

    public IReadOnlyList<Tensor> Gradients { get; }

    /// <summary>The end of the floats.</summary>
    public int Floats { get; }

    /// <summary>The beginning of the doubles, which end with the numbers.</summary>
    public int Doubles { get; }

    /// <summary>The beginning of the numbers.</summary>
    public int Numbers { get; }

    public int NumberCount { get; }

    /// <summary>The beginning of the bytes that indicate which gradients are present.</summary>
    public int Flags { get; }

    public int Bytes { get; }

    public int OffsetOf(int gradient) => _offsets[gradient];

    /// <summary>The beginning of a part; parts are whole cache lines.</summary>
    public int Boundary(int part, int parts) => part == parts ? Bytes : (int)((long)Bytes / Line * part / parts * Line);

    private long Place(int gradient, long at, int size)
    {
        _offsets[gradient] = (int)at;
        at += (long)Gradients[gradient].Count * size;
        return at < int.MaxValue / 2 ? at : throw new TrainingException($"The gradients of a step in slices take more than {int.MaxValue / 2} bytes. Train a smaller model, or without slices.");
    }

    private static long Lines(long bytes) => (bytes + Line - 1) / Line * Line;
}
