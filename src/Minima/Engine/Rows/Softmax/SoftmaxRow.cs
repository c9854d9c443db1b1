using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Reals;

namespace Minima;

/// <summary>
/// One row of logits, block by block. Exponentials are computed once, relative to a guess of the maximum; if a block shows that the guess is far
/// too low, it is computed again. The reference of each block is stored, and the second pass converts all to the last one.
/// </summary>
internal static unsafe class SoftmaxRow<L, TElement>
    where L : struct, ILanes<L, TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>The number of logits whose largest is the guess.</summary>
    private const int Guess = 64;

    /// <summary>A block whose exponentials sum to more (or to NaN) is computed again.</summary>
    private const double Most = 1e12;

    /// <summary>The number of blocks in a row: the last one includes a remainder that is shorter than a group.</summary>
    public static int Blocks(nint count) => (int)Math.Max(1, ((count - SoftmaxScratch<TElement>.Group) / SoftmaxScratch<TElement>.Block) + 1);

    /// <summary>The number of elements in block <paramref name="index"/> of <paramref name="blocks"/>.</summary>
    public static nint Length(nint count, int index, int blocks) =>
        index == blocks - 1 ? count - ((nint)index * SoftmaxScratch<TElement>.Block) : SoftmaxScratch<TElement>.Block;

    /// <summary>The guess of the maximum: the largest of the first logits and the label's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TElement GuessOf(TElement* logits, nint count, nint label)
    {
        var guess = SoftmaxKernel<L, TElement>.Largest(logits, Math.Min(count, Guess));
        return logits[label] > guess ? logits[label] : guess;
    }

    /// <summary>
    /// Writes the exponentials of a row (null: nowhere) and sums all except the label's. Needs at least one group of logits; exponentials may
    /// overwrite them. A row with +infinity ends with the infinite reference, and its sum is that of the limits.
    /// </summary>
    public static double Sum(SoftmaxScratch<TElement> scratch, TElement* logits, TElement* exponentials, nint count, nint label, TElement guess, Span<SoftmaxReference> references)
    {
        double result = 0;

        // A row may begin with -infinity: the lowest finite number is below everything that follows.
        var reference = SoftmaxReference.Beside<TElement>(Math.Max(double.CreateTruncating(guess), SoftmaxReference.Lowest<TElement>()));
        var isInfinite = TElement.IsPositiveInfinity(guess);
        var block = Block(scratch);
        for (var index = 0; index < references.Length; index++)
        {
            var start = (nint)index * SoftmaxScratch<TElement>.Block;
            block.Place(logits + start, exponentials == null ? scratch.Exponentials : exponentials + start, Length(count, index, references.Length), label - start);
            block.Reference = reference;
            if (!isInfinite)
            {
                SoftmaxKernel<L, TElement>.Exponentials(block);
                var sum = SoftmaxKernel<L, TElement>.Join(block.Sums);
                if (sum is not (>= 0 and <= Most))
                {
                    block.Logits = block.Copy;
                    var largest = SoftmaxKernel<L, TElement>.Largest(block.Copy, block.Count);
                    if (TElement.IsPositiveInfinity(largest))
                    {
                        isInfinite = true;
                        result = double.IsNaN(result) ? double.NaN : 0;
                    }
                    else if (largest > guess)
                    {
                        guess = largest;
                        block.Reference = SoftmaxReference.Beside<TElement>(double.CreateTruncating(largest));
                        result *= reference.Over(block.Reference);
                        reference = block.Reference;
                        SoftmaxKernel<L, TElement>.Exponentials(block);
                        sum = SoftmaxKernel<L, TElement>.Join(block.Sums);
                    }
                }

                if (!isInfinite)
                {
                    result += sum;
                    references[index] = reference;
                    continue;
                }
            }

            result += Limit(block.Logits, block.Exponentials, block.Count, block.Hole);
            references[index] = SoftmaxReference.Infinite;
        }

        return result;
    }

    /// <summary>The sums of a row with +infinity, from the sum of the limits of all except the label.</summary>
    public static SoftmaxSums Infinite(double labelLogit, double rest)
    {
        var result = new SoftmaxSums { HeldLogit = labelLogit, Reference = SoftmaxReference.Infinite, Held = double.IsPositiveInfinity(labelLogit) ? 1 : 0, Rest = rest };
        if (result.Held * result.Rest > 0)
        {
            // The label's +infinity next to another one has no limit.
            result.Rest = double.NaN;
        }

        return result;
    }

    /// <summary>
    /// The same for a soft target. The held class is that of the largest logit: then nothing cancels, because
    /// sum mass_k (-log p_k) = (sum mass) (-log p_held) + sum mass_k (x_held - x_k) has no negative term.
    /// </summary>
    public static SoftmaxSums Sum(SoftmaxScratch<TElement> scratch, TElement* logits, TElement* exponentials, nint count, in SoftmaxMass<TElement> mass, Span<SoftmaxReference> references, out nint heldClass)
    {
        var largest = SoftmaxKernel<L, TElement>.Largest(logits, count);
        heldClass = IndexOf(logits, count, largest);
        var isInfinite = TElement.IsPositiveInfinity(largest);
        var result = new SoftmaxSums { HeldLogit = double.CreateTruncating(largest) };
        var reference = SoftmaxReference.Beside<TElement>(isInfinite ? 0 : Math.Max(result.HeldLogit, SoftmaxReference.Lowest<TElement>()));
        var block = Block(scratch);
        for (var index = 0; index < references.Length; index++)
        {
            var start = (nint)index * SoftmaxScratch<TElement>.Block;
            block.Place(logits + start, exponentials == null ? scratch.Exponentials : exponentials + start, Length(count, index, references.Length), heldClass - start);
            block.Reference = reference;
            block.Largest = Math.Max(result.HeldLogit, SoftmaxReference.Lowest<TElement>());
            block.Mass = mass.From(start);
            if (isInfinite)
            {
                // In the limit every other class with mass is infinitely far below.
                AddLimit(block, ref result);
            }
            else
            {
                SoftmaxKernel<L, TElement>.ExponentialsAndMasses(block);
                result.Rest += SoftmaxKernel<L, TElement>.Join(block.Sums);
                result.RestMass += SoftmaxKernel<L, TElement>.Join(block.Sums + SoftmaxScratch<TElement>.Group);
                result.Spread += SoftmaxKernel<L, TElement>.Join(block.Sums + (2 * SoftmaxScratch<TElement>.Group));
            }

            references[index] = reference;
        }

        result.Reference = reference;
        result.Held = isInfinite ? 1 : reference.Exponential(result.HeldLogit);
        if (isInfinite && result.Rest > 0)
        {
            result.Rest = double.NaN;
        }

        return result;
    }

    /// <summary>The mass of one class, in double.</summary>
    public static double MassOf(in SoftmaxMass<TElement> mass, nint index) =>
        ((double.CreateTruncating(mass.Target[index & mass.TargetWalks]) * mass.Factor) + mass.Shift) * double.CreateTruncating(mass.Weight[index & mass.WeightWalks]);

    private static SoftmaxBlock<TElement> Block(SoftmaxScratch<TElement> scratch) => new()
    {
        Copy = scratch.Copy,
        Tail = scratch.Tail,
        TailMask = scratch.TailMask,
        TailExponentials = scratch.TailExponentials,
        Sums = scratch.Sums,
        Masks = scratch.Masks,
    };

    /// <summary>Relative to +infinity, every finite logit's exponential is 0. Returns the sum of all except the hole's; NaN stays.</summary>
    private static double Limit(TElement* logits, TElement* exponentials, nint count, nint hole)
    {
        double sum = 0;
        for (nint i = 0; i < count; i++)
        {
            var e = TElement.IsNaN(logits[i]) ? logits[i] : TElement.IsPositiveInfinity(logits[i]) ? TElement.One : TElement.Zero;
            exponentials[i] = e;
            sum += i == hole && !TElement.IsNaN(e) ? 0 : double.CreateTruncating(e);
        }

        return sum;
    }

    private static void AddLimit(in SoftmaxBlock<TElement> block, ref SoftmaxSums result)
    {
        for (nint i = 0; i < block.Count; i++)
        {
            if (i != block.Hole)
            {
                var mass = MassOf(block.Mass, i);
                result.RestMass += mass;
                result.Spread += mass == 0 ? 0 : mass * (double.PositiveInfinity - double.CreateTruncating(block.Logits[i]));
            }
        }

        result.Rest += Limit(block.Logits, block.Exponentials, block.Count, block.Hole);
    }

    /// <summary>The index of the first element that equals <paramref name="value"/>, or 0: compares bits, many at once.</summary>
    private static nint IndexOf(TElement* x, nint count, TElement value)
    {
        // Zeros of both signs are equal, but their bits differ.
        for (nint i = 0; i < count && TElement.IsZero(value); i++)
        {
            if (x[i] == value)
            {
                return i;
            }
        }

        for (nint start = 0; start < count; start += SoftmaxScratch<TElement>.Block)
        {
            var length = (int)Math.Min(SoftmaxScratch<TElement>.Block, count - start);
            var found = sizeof(TElement) == sizeof(int)
                ? new ReadOnlySpan<int>(x + start, length).IndexOf(*(int*)&value)
                : new ReadOnlySpan<long>(x + start, length).IndexOf(*(long*)&value);
            if (found >= 0)
            {
                return start + found;
            }
        }

        return 0;
    }
}
