using System.Runtime.CompilerServices;

namespace Minima;

/// <summary>One block of a row of logits, and the working memory of a kernel.</summary>
internal unsafe struct SoftmaxBlock<TElement>
    where TElement : unmanaged
{
    public TElement* Logits;

    /// <summary>A copy of the logits: exponentials may overwrite them, and a block whose reference was too low is computed again.</summary>
    public TElement* Copy;

    public TElement* Exponentials;

    /// <summary>At least one group, see <see cref="SoftmaxKernel{L, TElement}.Group"/>.</summary>
    public nint Count;

    /// <summary>The element excluded from the sums, or -1.</summary>
    public nint Hole;

    public SoftmaxReference Reference;

    /// <summary>The largest logit of the row, the origin of the spreads.</summary>
    public double Largest;

    public SoftmaxMass<TElement> Mass;

    /// <summary>One group each: the last logits, their mask, and their exponentials. The exponentials move to their place after the last read of the logits there.</summary>
    public TElement* Tail;
    public TElement* TailMask;
    public TElement* TailExponentials;

    /// <summary>A group of accumulators for each sum: exponentials, masses, spreads.</summary>
    public TElement* Sums;

    /// <summary>Two groups of ones with a 0 at <c>Group - 1</c>, a group of zeros, a group of ones: windows into it are the masks of a hole and of a tail.</summary>
    public TElement* Masks;

    /// <summary>Sets the block; <paramref name="hole"/> may be outside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Place(TElement* logits, TElement* exponentials, nint count, nint hole)
    {
        Logits = logits;
        Exponentials = exponentials;
        Count = count;
        Hole = hole >= 0 && hole < count ? hole : -1;
    }
}

/// <summary>The mass of class k in a soft target: (Factor target_k + Shift) weight_k. Inputs that are not given point at constants, with a walk of 0.</summary>
internal unsafe struct SoftmaxMass<TElement>
    where TElement : unmanaged
{
    public TElement* Target;
    public TElement* Weight;

    /// <summary>-1 if the pointer advances along the row, 0 if it does not.</summary>
    public nint TargetWalks;
    public nint WeightWalks;
    public double Factor;
    public double Shift;

    /// <summary>The mass from class <paramref name="start"/> on.</summary>
    public readonly SoftmaxMass<TElement> From(nint start)
    {
        var result = this;
        result.Target += start & TargetWalks;
        result.Weight += start & WeightWalks;
        return result;
    }
}
