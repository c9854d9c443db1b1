using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Minima.Reals;

namespace Minima;

/// <summary>One batch of rows of logits. Rows with few classes run many at once, lanes = rows; longer ones one by one, lanes = classes.</summary>
internal sealed unsafe class SoftmaxJob<TFormula, L, TElement> : RowChunks
    where TFormula : struct, ILogProbabilityFormula
    where L : struct, ILanes<L, TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    private TFormula formula;
    private SoftmaxBatch<TElement> batch;

    public double RunAll(in TFormula given, in SoftmaxBatch<TElement> of)
    {
        formula = given;
        batch = of;
        return RunAll(batch.Rows, batch.Classes, batch.Threads);
    }

    protected override double Chunk(nint start, nint end)
    {
        var scratch = Pooled<SoftmaxScratch<TElement>>.Rent();
        double sum = 0;
        if (batch.IsSoft)
        {
            for (var row = start; row < end; row++)
            {
                sum += Keep(row, IsLeftOut(row) ? LeaveOut(row) : Soft(scratch, row));
            }
        }
        else if (batch.Classes <= SoftmaxTile<TFormula, L, TElement>.Most)
        {
            for (var row = start; row < end; row += L.Count)
            {
                sum = Tile(scratch, row, (int)Math.Min(L.Count, end - row), sum);
            }
        }
        else
        {
            var together = (int)Math.Clamp(SoftmaxScratch<TElement>.TogetherBytes / (batch.Classes * sizeof(TElement)), 1, SoftmaxScratch<TElement>.RowsTogether);
            for (var row = start; row < end; row += together)
            {
                sum += Hard(scratch, row, (int)Math.Min(together, end - row));
            }
        }

        // Not in a finally: after an exception the garbage collector takes the scratch.
        Pooled<SoftmaxScratch<TElement>>.Return(scratch);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TElement* GradientOf(nint row) => batch.Gradient == null ? null : batch.Gradient + (row * batch.Classes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double WeightOf(nint row) => batch.RowWeight == null ? 1 : double.CreateTruncating(batch.RowWeight[row]);

    /// <summary>The weight of a class, 1 without.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double ClassWeightOf(nint index) => batch.ClassWeight == null ? 1 : double.CreateTruncating(batch.ClassWeight[index]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsLeftOut(nint row) => batch.IsLeftOut(row) || WeightOf(row) == 0 || (!batch.IsSoft && ClassWeightOf(batch.Labels[row]) == 0);

    private double LeaveOut(nint row)
    {
        if (batch.Gradient != null)
        {
            NativeMemory.Clear(GradientOf(row), (nuint)batch.Classes * (nuint)sizeof(TElement));
        }

        return 0;
    }

    private double Keep(nint row, double value)
    {
        if (batch.Terms != null)
        {
            batch.Terms[row] = TElement.CreateTruncating(value);
        }

        return value;
    }

    /// <summary>
    /// A few rows together: guesses of their maxima, sums, then the scalar part in lanes, then gradients, so that the latencies of the rows
    /// overlap. Returns the sum of the values.
    /// </summary>
    [SkipLocalsInit]
    private double Hard(SoftmaxScratch<TElement> scratch, nint first, int rows)
    {
        var classes = batch.Classes;
        var blocks = SoftmaxRow<L, TElement>.Blocks(classes);
        var references = scratch.References(blocks * rows);
        var finish = scratch.Finish;
        var guesses = stackalloc TElement[SoftmaxFinish.Rows];
        for (var k = 0; k < rows; k++)
        {
            if (!IsLeftOut(first + k))
            {
                guesses[k] = SoftmaxRow<L, TElement>.GuessOf(batch.Logits + ((first + k) * classes), classes, batch.Labels[first + k]);
            }
        }

        for (var k = 0; k < SoftmaxFinish.Rows; k++)
        {
            var row = first + k;
            if (k >= rows || IsLeftOut(row))
            {
                finish.Clear(k);
                continue;
            }

            var label = batch.Labels[row];
            var logits = batch.Logits + (row * classes);
            finish.Logit[k] = double.CreateTruncating(logits[label]);
            finish.Weight[k] = WeightOf(row) * ClassWeightOf(label);
            finish.Rest[k] = SoftmaxRow<L, TElement>.Sum(scratch, logits, GradientOf(row), classes, label, guesses[k], references.Slice(k * blocks, blocks));
            finish.Origin[k] = references[(k * blocks) + blocks - 1].Origin;
            finish.Exponent[k] = references[(k * blocks) + blocks - 1].Exponent;
        }

        finish.Run(formula, batch.Scale);
        double sum = 0;
        for (var k = 0; k < rows; k++)
        {
            var row = first + k;
            if (IsLeftOut(row))
            {
                sum += Keep(row, LeaveOut(row));
                continue;
            }

            if (double.IsPositiveInfinity(finish.Origin[k]))
            {
                Limit(finish, k);
            }

            sum += Keep(row, finish.Value[k]);
            if (batch.Gradient != null)
            {
                Scale(GradientOf(row), finish.Factor[k], references.Slice(k * blocks, blocks), rows > 1 ? batch.Logits + ((row + rows) * classes) : null);
                GradientOf(row)[batch.Labels[row]] = TElement.CreateTruncating(finish.LabelGradient[k]);
            }
        }

        return sum;
    }

    /// <summary>A row with +infinity: its sums are limits, and it is computed by itself.</summary>
    private void Limit(SoftmaxFinish finish, int k)
    {
        var sums = SoftmaxRow<L, TElement>.Infinite(finish.Logit[k], finish.Rest[k]);
        var y = formula.OfLogProbability(new Dual<F64, One<F64>>(new F64(-sums.MinusLogProbability), new One<F64>(new F64(1))));
        var slope = y.Slope.A.X * (finish.Weight[k] * batch.Scale);
        finish.Value[k] = y.Value.X * finish.Weight[k];
        finish.Factor[k] = -slope * sums.FactorFrom(SoftmaxReference.Infinite);
        finish.LabelGradient[k] = slope * sums.RestShare;
    }

    private void Scale(TElement* gradient, double factor, Span<SoftmaxReference> references, TElement* next)
    {
        for (int index = 0, after; index < references.Length; index = after)
        {
            // Adjacent blocks with the same reference are scaled together.
            for (after = index + 1; after < references.Length && references[after].Log == references[index].Log; after++)
            {
            }

            var start = (nint)index * SoftmaxScratch<TElement>.Block;
            var count = after == references.Length ? batch.Classes - start : (nint)(after - index) * SoftmaxScratch<TElement>.Block;
            var (first, second) = Split(factor * references[index].Over(references[^1]));
            SoftmaxKernel<L, TElement>.Scale(gradient + start, count, first, second, next == null ? null : next + start);
        }
    }

    /// <summary>A factor that is subnormal in the element's type has few digits, but its product with a large exponential may need all of them: so it is split in two.</summary>
    private static (double First, double Second) Split(double factor) =>
        TElement.IsSubnormal(TElement.CreateTruncating(factor)) || TElement.IsZero(TElement.CreateTruncating(factor)) ? (factor * 18446744073709551616d, 1 / 18446744073709551616d) : (factor, 1);

    /// <summary>Adds row by row to the running sum, because narrower lanes hold fewer rows.</summary>
    private double Tile(SoftmaxScratch<TElement> scratch, nint first, int rows, double sum)
    {
        var tile = new SoftmaxTile<TFormula, L, TElement>(scratch, ref batch, first, rows);
        tile.Run(formula);
        for (var k = 0; k < rows; k++)
        {
            sum += Keep(first + k, tile.Value(k));
        }

        return sum;
    }

    /// <summary>One row with a soft target, or with smoothing.</summary>
    private double Soft(SoftmaxScratch<TElement> scratch, nint row)
    {
        var classes = batch.Classes;
        var mass = new SoftmaxMass<TElement>
        {
            Target = batch.Target == null ? scratch.Zeros : batch.Target + (row * classes),
            TargetWalks = batch.Target == null ? 0 : -1,
            Weight = batch.ClassWeight == null ? scratch.Ones : batch.ClassWeight,
            WeightWalks = batch.ClassWeight == null ? 0 : -1,
            Factor = 1 - batch.Smoothing,
            Shift = batch.Smoothing / classes,
        };
        var logits = batch.Logits + (row * classes);
        var gradient = GradientOf(row);
        var label = batch.Target == null ? batch.Labels[row] : -1;
        var labelMass = label >= 0 ? (1 - batch.Smoothing) * ClassWeightOf(label) : 0;
        if (classes >= SoftmaxScratch<TElement>.Group)
        {
            return Soft(scratch, logits, gradient, classes, mass, label, labelMass, WeightOf(row));
        }

        Pad(logits, scratch.Padded(0), classes, -1, TElement.NegativeInfinity);
        Pad(mass.Target, scratch.Padded(2), classes, mass.TargetWalks, TElement.Zero);
        Pad(mass.Weight, scratch.Padded(3), classes, mass.WeightWalks, TElement.Zero);
        mass.Target = scratch.Padded(2);
        mass.Weight = scratch.Padded(3);
        mass.TargetWalks = mass.WeightWalks = -1;
        var value = Soft(scratch, scratch.Padded(0), gradient == null ? null : scratch.Padded(1), SoftmaxScratch<TElement>.Group, mass, label, labelMass, WeightOf(row));
        for (nint k = 0; k < classes && gradient != null; k++)
        {
            gradient[k] = scratch.Padded(1)[k];
        }

        return value;
    }

    private static void Pad(TElement* from, TElement* to, nint count, nint walks, TElement with)
    {
        for (nint k = 0; k < SoftmaxScratch<TElement>.Group; k++)
        {
            to[k] = k < count ? from[k & walks] : with;
        }
    }

    private double Soft(SoftmaxScratch<TElement> scratch, TElement* logits, TElement* gradient, nint count, in SoftmaxMass<TElement> mass, nint label, double labelMass, double weight)
    {
        var blocks = SoftmaxRow<L, TElement>.Blocks(count);
        var references = scratch.References(blocks)[..blocks];
        var labelLogit = label >= 0 ? double.CreateTruncating(logits[label]) : 0;
        var sums = SoftmaxRow<L, TElement>.Sum(scratch, logits, gradient, count, mass, references, out var held);
        var heldMass = SoftmaxRow<L, TElement>.MassOf(mass, held);
        if (label == held)
        {
            heldMass += labelMass;
        }
        else if (labelMass != 0)
        {
            sums.RestMass += labelMass;
            sums.Spread += labelMass * (Math.Max(sums.HeldLogit, double.MinValue) - labelLogit);
        }

        var all = sums.RestMass + heldMass;
        if (gradient != null)
        {
            var scale = weight * batch.Scale;
            var labelExponential = label >= 0 ? double.CreateTruncating(gradient[label]) : 0;
            var share = sums.FactorFrom(sums.Reference);
            var (first, second) = Split(all * scale * share);
            SoftmaxKernel<L, TElement>.ScaleLessMass(gradient, count, first, second, mass, scale);
            if (label >= 0 && label != held)
            {
                gradient[label] = TElement.CreateTruncating(scale * ((all * labelExponential * share) - SoftmaxRow<L, TElement>.MassOf(mass, label) - labelMass));
            }

            // (all p - mass) of the held class, without cancellation if that class dominates.
            gradient[held] = TElement.CreateTruncating(scale * ((sums.RestMass * sums.HeldShare) - (heldMass * sums.RestShare)));
        }

        // Without mass the loss is 0, unless a logit is NaN.
        var minus = sums.MinusLogProbability;
        return weight * (all == 0 && !double.IsNaN(minus) ? 0 : (all * minus) + sums.Spread);
    }
}
