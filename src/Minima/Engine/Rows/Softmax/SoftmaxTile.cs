using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima;

/// <summary>
/// Rows with few classes, as many at once as the lanes hold: lanes = rows, so that no lane is idle, and the logarithm and the formula
/// run in lanes too. The result of a row does not depend on the rows next to it.
/// </summary>
internal readonly unsafe ref struct SoftmaxTile<TFormula, L, TElement>
    where TFormula : struct, ILogProbabilityFormula
    where L : struct, ILanes<L, TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>Up to this many classes, this is faster than a row by itself.</summary>
    public const int Most = 64;

    // After the classes: one group of lanes each.
    private const int Labels = Most;
    private const int Rests = Most + 1;
    private const int Helds = Most + 2;
    private const int Largests = Most + 3;
    private const int References = Most + 4;
    private const int Weights = Most + 5;
    private const int Values = Most + 6;
    private const int Factors = Most + 7;
    private const int LabelGradients = Most + 8;
    private const int Square = Most + 9;
    private const int Bytes = (Square + FloatColumns.Rows) * 64;

    /// <summary>The number of exponentials summed before their sum joins the outer one.</summary>
    private const int Chain = 8;

    private const double Log2 = 0.69314718055994530942;

    private readonly ref readonly SoftmaxBatch<TElement> batch;
    private readonly nint first;
    private readonly int rows;
    private readonly TElement* tile;

    public SoftmaxTile(SoftmaxScratch<TElement> scratch, ref readonly SoftmaxBatch<TElement> batch, nint first, int rows)
    {
        this.batch = ref batch;
        this.first = first;
        this.rows = rows;
        tile = scratch.Tile(Bytes);
    }

    private int Classes => (int)batch.Classes;

    /// <summary>True if shuffles transpose rows and lanes.</summary>
    private bool IsTurned => typeof(TElement) == typeof(float) && L.Count == FloatColumns.Rows && FloatColumns.IsSupported && rows == FloatColumns.Rows && batch.Classes >= FloatColumns.FewestColumns;

    /// <summary>The weighted value of row <paramref name="index"/> of the tile.</summary>
    public double Value(int index) => double.CreateTruncating(At(Values)[index]);

    public void Run(TFormula formula)
    {
        Gather();
        Exponentials(tile, Classes);
        Finish(formula, tile, batch.Scale);
        if (batch.Gradient != null)
        {
            Multiply(tile, Classes);
        }

        for (var k = 0; k < rows; k++)
        {
            if (At(Weights)[k] == TElement.Zero)
            {
                LeaveOut(k);
            }
            else if (TElement.IsPositiveInfinity(At(Largests)[k]))
            {
                Limit(formula, k);
            }
        }

        if (batch.Gradient != null)
        {
            Scatter();
        }
    }

    private TElement* At(int group) => tile + (group * L.Count);

    private int LabelOf(nint row) => batch.IsLeftOut(row) ? 0 : batch.Labels[row];

    /// <summary>Writes classes by lanes: the label's logit separately, with -infinity in its place. Lanes without a row repeat the last one.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private void Gather()
    {
        var classes = batch.Classes;
        if (IsTurned) FloatColumns.Gather((float*)(batch.Logits + (first * classes)), classes, (float*)tile, (Vector512<float>*)At(Square));
        for (var k = 0; k < L.Count; k++)
        {
            var row = first + Math.Min(k, rows - 1);
            var from = batch.Logits + (row * classes);
            var label = LabelOf(row);
            At(Labels)[k] = from[label];
            if (!IsTurned)
            {
                var to = tile + k;
                for (var end = from + classes; from < end; from++)
                {
                    *to = *from;
                    to += L.Count;
                }
            }

            At(label)[k] = TElement.NegativeInfinity;
            var weight = batch.IsLeftOut(row) ? TElement.Zero : batch.RowWeight == null ? TElement.One : batch.RowWeight[row];
            At(Weights)[k] = batch.ClassWeight == null ? weight : weight * batch.ClassWeight[label];
        }
    }

    /// <summary>Exponentials relative to each row's largest logit, the sum of all but the label's, and the label's.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Exponentials(TElement* tile, int classes)
    {
        var label = L.Load(tile + (Labels * L.Count));
        var largest = L.IfLess(L.Of(double.NegativeInfinity), label, label, L.Of(double.NegativeInfinity));
        for (var c = 0; c < classes; c++)
        {
            var x = L.Load(tile + (c * L.Count));
            largest = L.IfLess(largest, x, x, largest);
        }

        L.Store(largest, tile + (Largests * L.Count));

        // As SoftmaxReference.Beside, in lanes.
        largest = L.AtLeast(largest, SoftmaxReference.Lowest<TElement>());
        var near = L.Absolute(largest);
        var origin = L.IfLess(near, SoftmaxReference.Limit<TElement>(), L.Of(0), largest);
        var exponent = L.RoundedProduct(largest - origin, 1.4426950408889634);
        var reference = exponent * Log2;
        var low = reference + SoftmaxReference.Low<TElement>();
        var high = reference + SoftmaxReference.High<TElement>();
        L.Store(origin + reference, tile + (References * L.Count));
        var outer = L.Of(0);
        for (var c = 0; c < classes;)
        {
            var inner = L.Of(0);
            for (var stop = Math.Min(c + Chain, classes); c < stop; c++)
            {
                var e = Elementary.ExpOver(L.Load(tile + (c * L.Count)) - origin, exponent, low, high);
                L.Store(e, tile + (c * L.Count));
                inner += e;
            }

            outer += inner;
        }

        L.Store(outer, tile + (Rests * L.Count));
        L.Store(Elementary.ExpOver(label - origin, exponent, low, high), tile + (Helds * L.Count));
    }

    /// <summary>Values, and the factors that turn exponentials into gradients.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Finish(TFormula formula, TElement* tile, double scale)
    {
        var rest = L.Load(tile + (Rests * L.Count));
        var held = L.Load(tile + (Helds * L.Count));
        var label = L.Load(tile + (Labels * L.Count));
        var weight = L.Load(tile + (Weights * L.Count));

        // As in SoftmaxSums, in lanes: far below the others the label's exponential underflows, but its logit remains.
        var ratio = rest / held;
        var minus = L.IfLess(ratio, 1e30, Elementary.Log1p(ratio), Elementary.Log(rest) + (L.Load(tile + (References * L.Count)) - label));
        minus = L.IfLess(label, SoftmaxReference.Lowest<TElement>(), double.PositiveInfinity + rest, minus);
        var y = formula.OfLogProbability(new Dual<L, One<L>>(-minus, new One<L>(L.Of(1))));
        var slope = y.Slope.A * (weight * scale);
        var total = rest + held;
        L.Store(weight * y.Value, tile + (Values * L.Count));
        L.Store(L.IfLess(L.Of(0), total, -slope / total, total), tile + (Factors * L.Count));
        L.Store(slope * L.IfLess(L.Of(0), total, rest / total, 1.0 + total), tile + (LabelGradients * L.Count));
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Multiply(TElement* tile, int classes)
    {
        var factor = L.Load(tile + (Factors * L.Count));
        for (var c = 0; c < classes; c++)
        {
            L.Store(factor * L.Load(tile + (c * L.Count)), tile + (c * L.Count));
        }
    }

    /// <summary>Writes gradients from lanes back to rows.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private void Scatter()
    {
        var classes = batch.Classes;
        if (IsTurned) FloatColumns.Scatter((float*)tile, (float*)(batch.Gradient + (first * classes)), classes, (Vector512<float>*)At(Square));
        for (var k = 0; k < rows; k++)
        {
            var row = first + k;
            var to = batch.Gradient + (row * classes);
            if (!IsTurned)
            {
                for (var c = 0; c < classes; c++) to[c] = tile[(c * L.Count) + k];
            }

            to[LabelOf(row)] = At(LabelGradients)[k];
        }
    }

    private void LeaveOut(int index)
    {
        At(Values)[index] = TElement.Zero;
        At(LabelGradients)[index] = TElement.Zero;
        for (var c = 0; c < Classes; c++)
        {
            tile[(c * L.Count) + index] = TElement.Zero;
        }
    }

    /// <summary>A row with +infinity: its limit, as in <see cref="SoftmaxRow{L, TElement}"/>.</summary>
    private void Limit(TFormula formula, int index)
    {
        var row = first + index;
        var logits = new ReadOnlySpan<TElement>(batch.Logits + (row * Classes), Classes);
        var label = LabelOf(row);
        double infinite = 0;
        foreach (var x in logits)
        {
            infinite += TElement.IsNaN(x) ? double.NaN : TElement.IsPositiveInfinity(x) ? 1 : 0;
        }

        var held = TElement.IsPositiveInfinity(logits[label]);
        var logProbability = double.IsNaN(infinite) || (held && infinite > 1) ? double.NaN : held ? 0 : double.NegativeInfinity;
        var y = formula.OfLogProbability(new Dual<F64, One<F64>>(new F64(logProbability), new One<F64>(new F64(1))));
        var weight = double.CreateTruncating(At(Weights)[index]);
        var slope = double.IsNaN(logProbability) ? double.NaN : y.Slope.A.X * weight * batch.Scale;
        At(Values)[index] = TElement.CreateTruncating(weight * y.Value.X);
        At(LabelGradients)[index] = TElement.CreateTruncating(held ? slope * 0 : slope);
        for (var c = 0; c < Classes; c++)
        {
            tile[(c * L.Count) + index] = TElement.CreateTruncating(slope * (TElement.IsPositiveInfinity(logits[c]) ? -1 / infinite : 0));
        }
    }
}
