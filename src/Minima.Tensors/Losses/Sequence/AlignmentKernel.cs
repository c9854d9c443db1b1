using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors.Losses;

/// <summary>
/// The sum over alignments of one sequence with its labels, and its gradient, handwritten: states side by side in lanes, forwards, then backwards. A test holds
/// it to <see cref="CtcProgramme"/>, which is the formula.
/// </summary>
/// <remarks>All in logarithms and in double. Rows of states have room for one lane before and behind them, which holds log 0.</remarks>
internal unsafe struct AlignmentKernel
{
    private const int Margin = 8;

    private readonly int _times;
    private readonly int _classes;
    private readonly int _states;
    private readonly int _stride;
    private readonly int* _labels;
    private readonly int _blank;
    private double* _emitted;
    private double* _forward;
    private double* _next;
    private double* _skips;
    private double* _row;

    /// <param name="times">The number of times; at least one.</param>
    /// <param name="classes">The number of logits at each time.</param>
    /// <param name="labels">The labels; none is the blank.</param>
    /// <param name="count">The number of labels.</param>
    /// <param name="blank">The class that means "no label".</param>
    public AlignmentKernel(int times, int classes, int* labels, int count, int blank)
    {
        (_times, _classes, _blank) = (times, classes, blank);
        _labels = labels;
        _states = (2 * count) + 1;
        _stride = (2 * Margin) + ((_states + Margin - 1) / Margin * Margin);
    }

    /// <summary>The number of elements of scratch memory that <see cref="Run"/> needs.</summary>
    public readonly long Scratch => (2L * _times * _stride) + (3L * _stride) + (2L * ((_classes + Margin - 1) / Margin * Margin));

    /// <summary>Minus the log of the sum over all alignments; infinity if there is none.</summary>
    /// <param name="logits">[times, classes].</param>
    /// <param name="slopes">[times, classes], or null; 0 if there is no alignment.</param>
    /// <param name="scratch">Scratch memory; its contents do not matter.</param>
    public double Run<L, TElement>(TElement* logits, double* slopes, double* scratch)
        where L : unmanaged, ILanes<L, double>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        _emitted = scratch;
        _forward = _emitted + ((long)_times * _stride);
        _next = _forward + ((long)_times * _stride);
        _skips = _next + (2 * _stride);
        _row = _skips + _stride;
        new Span<double>(scratch, checked((2 * _times * _stride) + (3 * _stride))).Fill(double.NegativeInfinity);
        for (var s = 3; s < _states; s += 2) _skips[Margin + s] = _labels[s / 2] == _labels[(s / 2) - 1] ? double.NegativeInfinity : 0;
        for (var t = 0; t < _times; t++) Emit<L, TElement>(logits + ((long)t * _classes), slopes is null ? null : slopes + ((long)t * _classes), _emitted + ((long)t * _stride));

        var first = _forward + Margin;
        for (var s = 0; s < Math.Min(2, _states); s++) first[s] = _emitted[Margin + s];
        for (var t = 1; t < _times; t++)
        {
            var (low, high) = Reachable(t);
            Enter<L>(_forward + ((t - 1L) * _stride) + Margin, _skips + Margin, _emitted + ((long)t * _stride) + Margin, _forward + ((long)t * _stride) + Margin, low, high);
        }

        var last = _forward + ((_times - 1L) * _stride) + Margin;
        var sum = Joined<F64>(new(last[_states - 1]), new(_states > 1 ? last[_states - 2] : double.NegativeInfinity), new(double.NegativeInfinity)).X;
        if (slopes is null) return -sum;
        if (double.IsNegativeInfinity(sum)) new Span<double>(slopes, _times * _classes).Clear();
        else Backward<L>(slopes, sum);
        return -sum;
    }

    /// <summary>Log-probabilities of the states at one time, and the softmax if requested.</summary>
    private readonly void Emit<L, TElement>(TElement* logits, double* softmax, double* emitted)
        where L : unmanaged, ILanes<L, double>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var (largest, place) = (double.NegativeInfinity, 0);
        for (var k = 0; k < _classes; k++)
        {
            _row[k] = double.CreateTruncating(logits[k]);
            if (_row[k] > largest) (largest, place) = (_row[k], k);
        }

        // The last lane is padded.
        var whole = (_classes + L.Count - 1) / L.Count * L.Count;
        for (var k = _classes; k < whole; k++) _row[k] = double.NegativeInfinity;
        var exponentials = _row + ((_classes + Margin - 1) / Margin * Margin);

        // The largest is left out of the sum and added by log1p: if it takes all, its log-probability is the sum of the others.
        var rest = Exponentials<L>(_row, largest, exponentials, whole, place);
        var lanes = stackalloc double[L.Count];
        L.Store(L.Log1p(L.Of(rest)), lanes);
        var scale = lanes[0];
        for (var s = 0; s < _states; s++) emitted[Margin + s] = _row[s % 2 == 0 ? _blank : _labels[s / 2]] - largest - scale;
        if (softmax is null) return;
        for (var k = 0; k < _classes; k++) softmax[k] = exponentials[k] / (1 + rest);
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static double Exponentials<L>(double* row, double largest, double* exponentials, int count, int place)
        where L : unmanaged, ILanes<L, double>
    {
        var shift = L.Of(largest);
        for (var k = 0; k < count; k += L.Count) L.Store(L.Exp(L.Load(row + k) - shift), exponentials + k);
        var own = exponentials[place];
        exponentials[place] = 0;
        var sum = L.Of(0);
        for (var k = 0; k < count; k += L.Count) sum += L.Load(exponentials + k);
        exponentials[place] = own;
        return LaneReduction.Sum<L, double>(sum);
    }

    /// <summary>The states that can be reached by a time, and from which the last one can still be reached.</summary>
    private readonly (int Low, int High) Reachable(int time) => (Math.Max(0, _states - (2 * (_times - time))), Math.Min(_states, 2 * (time + 1)));

    /// <summary>to_s = log(e^from_s + e^from_(s-1) + e^(from_(s-2) + skip_s)) + emitted_s.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Enter<L>(double* from, double* skips, double* emitted, double* to, int low, int high)
        where L : unmanaged, ILanes<L, double>
    {
        for (nint s = low; s < high; s += L.Count)
        {
            L.Store(Joined(L.Load(from + s), L.Load(from + s - 1), L.Load(from + s - 2) + L.Load(skips + s)) + L.Load(emitted + s), to + s);
        }

        // A lane may have gone beyond what can be reached by now.
        for (var s = high; s < low + ((high - low + L.Count - 1) / L.Count * L.Count); s++) to[s] = double.NegativeInfinity;
    }

    private readonly void Backward<L>(double* slopes, double sum)
        where L : unmanaged, ILanes<L, double>
    {
        var behind = _next + Margin;
        var ahead = _next + _stride + Margin;
        for (var s = Math.Max(0, _states - 2); s < _states; s++) behind[s] = 0;
        for (var t = _times - 1; t >= 0; t--)
        {
            var (low, high) = Reachable(t);
            var emitted = _emitted + ((long)t * _stride) + Margin;
            Leave<L>(_forward + ((long)t * _stride) + Margin, emitted, behind, ahead, sum, low, high);

            // The proportion of alignments through a state is subtracted from the class that it emits.
            var own = slopes + ((long)t * _classes);
            for (var s = low; s < high; s++) own[s % 2 == 0 ? _blank : _labels[s / 2]] -= emitted[s];
            if (t == 0) return;
            (low, high) = Reachable(t - 1);
            Return<L>(ahead, _skips + Margin, behind, low, high);
            new Span<double>(ahead - Margin, _stride).Fill(double.NegativeInfinity);
        }
    }

    /// <summary>ahead_s = behind_s + emitted_s; then emitted_s becomes the proportion of alignments that pass through s.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Leave<L>(double* forward, double* emitted, double* behind, double* ahead, double sum, int low, int high)
        where L : unmanaged, ILanes<L, double>
    {
        var whole = L.Of(sum);
        for (nint s = low; s < high; s += L.Count)
        {
            var rest = L.Load(behind + s);
            L.Store(rest + L.Load(emitted + s), ahead + s);
            L.Store(L.Exp(L.Load(forward + s) + rest - whole), emitted + s);
        }
    }

    /// <summary>behind_s = log(e^ahead_s + e^ahead_(s+1) + e^(ahead_(s+2) + skip_(s+2))).</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Return<L>(double* ahead, double* skips, double* behind, int low, int high)
        where L : unmanaged, ILanes<L, double>
    {
        for (nint s = low; s < high; s += L.Count)
        {
            L.Store(Joined(L.Load(ahead + s), L.Load(ahead + s + 1), L.Load(ahead + s + 2) + L.Load(skips + s + 2)), behind + s);
        }
    }

    /// <summary>log(e^a + e^b + e^c): the largest, and log1p of the others over it.</summary>
    [MethodImpl(AggressiveInlining)]
    private static L Joined<L>(L a, L b, L c)
        where L : unmanaged, ILanes<L, double>
    {
        var (low, high) = (L.Minimum(a, b), L.Maximum(a, b));
        var (middle, most) = (L.Minimum(high, c), L.Maximum(high, c));

        // If all are log 0 the differences are taken from a finite number, and stay log 0.
        var shift = L.AtLeast(most, -double.MaxValue);
        return most + L.Log1p(L.Exp(low - shift) + L.Exp(middle - shift));
    }
}
