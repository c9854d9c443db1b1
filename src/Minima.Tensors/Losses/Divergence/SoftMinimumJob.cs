using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors.Losses;

/// <summary>
/// Half a round of Sinkhorn's iteration: to_i = -width log sum_j mass_j exp((from_j - cost_ij) / width) for every i. A lane is one i and sums over j in
/// order, so that results are bit-identical for every number of threads.
/// </summary>
internal sealed unsafe class SoftMinimumJob : BlockJob
{
    /// <summary>The indices of a block: a multiple of twice every lane width.</summary>
    public const int Block = 32;

    /// <summary>A sum below this has lost terms that count, or is about to.</summary>
    private const double Least = 1e-100;

    private readonly int _count;
    private readonly int _padded;
    private readonly int _others;
    private readonly double[] _cost;
    private readonly double[] _to;
    private readonly double[] _moved;
    private double[] _from = [];
    private double[] _logMass = [];
    private double _width;

    /// <param name="count">The number of i.</param>
    /// <param name="others">The number of j.</param>
    /// <param name="costs">The cost by i and j.</param>
    public SoftMinimumJob(int count, int others, Func<int, int, double> costs)
    {
        (_count, _others) = (count, others);
        _padded = (count + Block - 1) / Block * Block;
        _cost = new double[Math.Max(_padded * others, 1)];
        for (var j = 0; j < others; j++)
        {
            for (var i = 0; i < count; i++) _cost[(j * _padded) + i] = costs(i, j);
        }

        _to = new double[_padded];
        _moved = new double[_padded / Block];
    }

    /// <summary>Writes the potentials and returns their largest change; NaN if one is NaN.</summary>
    public double Update(double[] to, double[] from, double[] logMass, double width)
    {
        if (_count == 0) return 0;
        (_from, _logMass, _width) = (from, logMass, width);
        to.CopyTo(_to, 0);
        Workers.Run(this, _moved.Length, _moved.Length > 1 && (long)_count * _others >= 1 << 12 ? Threads.Most : 1);
        _to.AsSpan(0, _count).CopyTo(to);
        var moved = 0.0;
        foreach (var one in _moved) moved = Math.Max(moved, one);
        return moved;
    }

    public override void Run(int block)
    {
        var first = block * Block;
        Span<double> next = stackalloc double[Block];
        _to.AsSpan(first, Block).CopyTo(next);
        fixed (double* cost = _cost, from = _from, mass = _logMass, answer = next)
        {
            var places = new Places(this, cost + first, from, mass, answer);
            WidestLanes.OfDouble(ref places);
        }

        double moved = 0;
        for (var i = 0; i < Block && first + i < _count; i++)
        {
            moved = Math.Max(moved, Math.Abs(next[i] - _to[first + i]));
            _to[first + i] = next[i];
        }

        _moved[block] = moved;
    }

    /// <summary>Sums relative to the result of the round before, which is near; if they over- or underflow, relative to the largest term.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Two<L>(double* cost, double* from, double* mass, double* answer, nint others, nint stride, double width)
        where L : unmanaged, ILanes<L, double>
    {
        var scale = L.Of(1 / width);
        var (left, right) = (L.Load(answer), L.Load(answer + L.Count));
        L leftSum = L.Of(0), rightSum = leftSum;
        for (nint j = 0; j < others; j++)
        {
            var (potential, weight) = (L.Of(from[j]), L.Of(mass[j]));
            leftSum += L.Exp(L.FusedMultiplyAdd(potential + left - L.Load(cost + (j * stride)), scale, weight));
            rightSum += L.Exp(L.FusedMultiplyAdd(potential + right - L.Load(cost + (j * stride) + L.Count), scale, weight));
        }

        var sums = stackalloc double[2 * L.Count];
        L.Store(leftSum, sums);
        L.Store(rightSum, sums + L.Count);
        var isNear = true;
        for (var i = 0; i < 2 * L.Count; i++) isNear &= sums[i] is > Least and < 1 / Least;
        if (!isNear)
        {
            TwoFromLargest<L>(cost, from, mass, answer, others, stride, width);
            return;
        }

        var minus = L.Of(-width);
        L.Store(left + (minus * L.Log(leftSum)), answer);
        L.Store(right + (minus * L.Log(rightSum)), answer + L.Count);
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void TwoFromLargest<L>(double* cost, double* from, double* mass, double* answer, nint others, nint stride, double width)
        where L : unmanaged, ILanes<L, double>
    {
        var scale = L.Of(1 / width);
        L left = L.Of(double.NegativeInfinity), right = left;
        for (nint j = 0; j < others; j++)
        {
            var (potential, weight) = (L.Of(from[j]), L.Of(mass[j]));
            left = L.Maximum(left, L.FusedMultiplyAdd(potential - L.Load(cost + (j * stride)), scale, weight));
            right = L.Maximum(right, L.FusedMultiplyAdd(potential - L.Load(cost + (j * stride) + L.Count), scale, weight));
        }

        L leftSum = L.Of(0), rightSum = leftSum;
        for (nint j = 0; j < others; j++)
        {
            var (potential, weight) = (L.Of(from[j]), L.Of(mass[j]));
            leftSum += L.Exp(L.FusedMultiplyAdd(potential - L.Load(cost + (j * stride)), scale, weight) - left);
            rightSum += L.Exp(L.FusedMultiplyAdd(potential - L.Load(cost + (j * stride) + L.Count), scale, weight) - right);
        }

        var minus = L.Of(-width);
        L.Store(minus * (left + L.Log(leftSum)), answer);
        L.Store(minus * (right + L.Log(rightSum)), answer + L.Count);
    }

    private readonly struct Places(SoftMinimumJob job, double* cost, double* from, double* mass, double* answer) : ILaneWork<double>
    {
        public void Run<L, S>()
            where L : unmanaged, ILanes<L, double>
            where S : unmanaged, ILanes<S, double>
        {
            for (var i = 0; i < Block; i += 2 * L.Count) Two<L>(cost + i, from, mass, answer + i, job._others, job._padded, job._width);
        }
    }
}
