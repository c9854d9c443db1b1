namespace Minima.Training;

/// <summary>All elements of many parameters, cut into blocks of a fixed size, so that one job serves a whole model.</summary>
internal sealed class ParameterBlocks
{
    /// <summary>Elements of a block.</summary>
    public const int Elements = 8192;

    /// <summary>Fewer elements than this are not worth waking another thread.</summary>
    private const long ParallelFrom = 4 * Elements;

    private readonly int[] _parameterOf;
    private readonly int[] _startOf;
    private readonly int[] _lengthOf;
    private readonly bool _isParallel;

    public ParameterBlocks(IReadOnlyList<Parameter> parameters)
    {
        var parameterOf = new List<int>();
        var startOf = new List<int>();
        var lengthOf = new List<int>();
        long total = 0;
        for (var p = 0; p < parameters.Count; p++)
        {
            var count = parameters[p].Value.Count;
            total += count;
            for (long start = 0; start < count; start += Elements)
            {
                parameterOf.Add(p);
                startOf.Add((int)start);
                lengthOf.Add((int)Math.Min(Elements, count - start));
            }
        }

        _parameterOf = [.. parameterOf];
        _startOf = [.. startOf];
        _lengthOf = [.. lengthOf];
        _isParallel = total >= ParallelFrom;
    }

    /// <summary>How many blocks.</summary>
    public int Count => _parameterOf.Length;

    /// <summary>How many threads a job over them is worth.</summary>
    public int Threads => _isParallel ? Minima.Tensors.Threads.Most : 1;

    /// <summary>Which parameter block <paramref name="block"/> belongs to, its first element and its length.</summary>
    public (int Parameter, int Start, int Length) this[int block] => (_parameterOf[block], _startOf[block], _lengthOf[block]);
}
