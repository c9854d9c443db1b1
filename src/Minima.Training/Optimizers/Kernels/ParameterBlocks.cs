namespace Minima.Training;

/// <summary>All elements of many parameters, divided into blocks of a fixed size, so that one job serves a whole model.</summary>
internal sealed class ParameterBlocks
{
    /// <summary>The number of elements in a block.</summary>
    public const int Elements = 8192;

    /// <summary>Below this number of elements, waking another thread does not pay.</summary>
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

    /// <summary>The number of blocks.</summary>
    public int Count => _parameterOf.Length;

    /// <summary>The number of threads worth using for a job over the blocks.</summary>
    public int Threads => _isParallel ? Minima.Tensors.Threads.Most : 1;

    /// <summary>The parameter of block <paramref name="block"/>, its first element and its length.</summary>
    public (int Parameter, int Start, int Length) this[int block] => (_parameterOf[block], _startOf[block], _lengthOf[block]);
}
