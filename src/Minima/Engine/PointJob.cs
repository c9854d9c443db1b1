using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Reals;

namespace Minima;

/// <summary>One batch of a point loss: blocks of elements, padded to whole lanes.</summary>
internal sealed unsafe class PointJob<TFormula, L, TElement> : LossJob<TFormula, TElement>
    where TFormula : struct, IPointFormula
    where L : struct, ILanes<L, TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>Below this many elements a second thread costs more than it gains.</summary>
    private const int ParallelFrom = 8 * Scratch.Block;

    /// <summary>Buffers larger than this (bytes, all together) are assumed to exceed the caches.</summary>
    private const long CacheBytes = 32L << 20;

    // Scratch buffers: terms, derivatives, inputs of a padded tail, weights.
    private const int TermsBuffer = 0;
    private const int OutBuffer = 1;
    private const int TailBuffer = 5;
    private const int WeightBuffer = 9;
    private const int BoundBuffer = 10;
    private const int TailSumsBuffer = 12;

    private readonly AlignedMemory constantMemory = new(2 * Scratch.Padding * sizeof(double));
    private BoundInput<TElement> third;
    private BoundInput<TElement> fourth;
    private bool streams;
    private PointKernels kernels;

    private TElement* Constants => (TElement*)constantMemory.Pointer;

    /// <inheritdoc/>
    public override double RunAll(in LossBatch<TElement> batch, KernelWay way)
    {
        fixed (TElement* boundThird = batch.Third.Constants, boundFourth = batch.Fourth.Constants)
        {
            Bind(2, boundThird, batch.Third.Constants.Length);
            Bind(3, boundFourth, batch.Fourth.Constants.Length);
            ChooseKernels(way);
            return SumOfBlocks((Layout.Terms + Scratch.Block - 1) / Scratch.Block, ThreadsFor(batch, Layout.Terms >= ParallelFrom));
        }
    }

    /// <inheritdoc/>
    public override void Return() => Pooled<PointJob<TFormula, L, TElement>>.Return(this);

    /// <summary>Binds an input that was not given to its constants: one, or a cycle over the last axis.</summary>
    private void Bind(int index, TElement* bound, int boundLength)
    {
        var isBound = TFormula.Arity > index && Inputs[index] == null;
        var input = !isBound ? default
            : boundLength > 1 ? BoundInput<TElement>.ToCycle(bound, boundLength)
            : BoundInput<TElement>.ToConstant(Constants + (index - 2) * Scratch.Padding, bound != null ? *bound : TElement.CreateSaturating(LossDescription<TFormula>.Entry!.Inputs[index].BoundTo!.Value));
        if (index == 2)
        {
            third = input;
        }
        else
        {
            fourth = input;
        }
    }

    /// <summary>Decides, once for the whole batch and on one thread, if its blocks run through compiled kernels, and builds those.</summary>
    private void ChooseKernels(KernelWay way)
    {
        DecideStreaming();
        kernels = default;
        if (RuntimeFeature.IsDynamicCodeSupported && RuntimeFeature.IsDynamicCodeCompiled && L.Count > 1 && (way == KernelWay.Compiled || (way == KernelWay.BySize && Layout.Terms >= TFormula.CompiledFrom)))
        {
            var compiled = CompiledFormula<TFormula, L, TElement>.Of(Formula, new BoundInputs(third.Constant, fourth.Constant));
            kernels = new PointKernels(
                Gradients.Any ? null : compiled.Kernel(KernelKind.Value, 0, streams: false),
                Gradients.Any ? compiled.Kernel(GradientKind, 0, streams: false) : null,
                Gradients.Any && streams ? compiled.Kernel(GradientKind, 0, streams: true) : null,
                Hessians.First == null ? null : compiled.Kernel(KernelKind.Curvature, 0, streams: false),
                Hessians.Second == null ? null : compiled.Kernel(KernelKind.Curvature, 1, streams: false),
                Hessians.Third == null ? null : compiled.Kernel(KernelKind.Curvature, 2, streams: false),
                Hessians.Fourth == null ? null : compiled.Kernel(KernelKind.Curvature, 3, streams: false));
        }
    }

    /// <summary>One partial if only the first gradient is requested, otherwise all that the formula declares.</summary>
    private KernelKind GradientKind => TFormula.Differentiated == Minima.InputSet.First || (Gradients.Second == null && Gradients.Third == null && Gradients.Fourth == null)
        ? KernelKind.FirstGradient
        : KernelKind.Gradients;

    private void DecideStreaming()
    {
        var buffers = TFormula.Arity + (Gradients.First != null ? 1 : 0) + (Gradients.Second != null ? 1 : 0) + (Gradients.Third != null ? 1 : 0) + (Gradients.Fourth != null ? 1 : 0);
        streams = (long)Layout.Terms * sizeof(TElement) * buffers > CacheBytes && Weight == null && Mask == null && CanStream(0) && CanStream(1) && CanStream(2) && CanStream(3);
    }

    /// <summary>Streaming needs an aligned gradient in memory of its own: a line that was just read is better written in the cache.</summary>
    private bool CanStream(int input) =>
        Gradients[input] == null || (((nint)Gradients[input] & 63) == 0 && Gradients[input] != Inputs[input]);

    public override void Run(int block)
    {
        var start = (long)block * Scratch.Block;
        var count = (int)Math.Min(Scratch.Block, Layout.Terms - start);
        var whole = count & ~(Scratch.Padding - 1);
        var scratch = Scratch.Rent();
        var terms = scratch.Buffer<TElement>(TermsBuffer);
        var weights = BlockWeights(scratch.Buffer<TElement>(WeightBuffer), start, count);

        var accumulators = stackalloc double[16];
        new Span<double>(accumulators, 16).Clear();

        // With weights, the factor is applied together with them, so that 1/denominator is rounded into the product once.
        var view = new PointBlock<TElement>
        {
            First = Inputs.First + start,
            Second = Inputs.Second + start,
            Third = Input(scratch, 2, start, count),
            Fourth = Input(scratch, 3, start, count),
            ThirdWalks = third.IsConstant ? 0 : -1,
            FourthWalks = fourth.IsConstant ? 0 : -1,
            Terms = terms,
            TermsWalk = weights == null && Terms == null && L.Accumulates ? 0 : -1,
            Sums = accumulators,
            Count = whole,
            Scale = weights == null ? Scale : 1,
        };

        // The curvature first: a gradient may replace the input that both need.
        for (var input = 0; input < TFormula.Arity; input++)
        {
            if (Hessians[input] != null)
            {
                RunCurvature(scratch, view, input, start, count, weights);
            }
        }

        if (Gradients.Any)
        {
            RunGradient(scratch, view, start, count, weights);
        }
        else
        {
            RunValue(scratch, view, count);
        }

        if (weights != null)
        {
            Multiply(terms, weights, 1, count);
        }

        if (L.Accumulates && weights == null)
        {
            AddTail(view.TermsWalk == 0 ? terms + Scratch.Padding : terms + whole, accumulators, count - whole);
            SetSum(block, BlockSum.Join(accumulators));
        }
        else
        {
            SetSum(block, BlockSum.Of(terms, count));
        }

        if (Terms != null)
        {
            Copy(terms, Terms + start, count);
        }

        // Not in a finally: after an exception the garbage collector takes the scratch.
        scratch.Return();
    }

    private void RunValue(Scratch scratch, PointBlock<TElement> view, int count)
    {
        Value(ref view);
        if (view.Count < count)
        {
            var tail = Tail(scratch, view, count);
            Value(ref tail);
        }
    }

    private void Value(ref PointBlock<TElement> view)
    {
        if (kernels.Value is { } compiled)
        {
            compiled.Run(ref view);
        }
        else
        {
            PointKernel<TFormula, L, TElement>.Value(Formula, view);
        }
    }

    private void RunGradient(Scratch scratch, PointBlock<TElement> view, long start, int count, TElement* weights)
    {
        view.FirstOut = Output(scratch, 0, start);
        view.SecondOut = Output(scratch, 1, start);
        view.ThirdOut = Output(scratch, 2, start);
        view.FourthOut = Output(scratch, 3, start);
        Differentiate(ref view);
        if (view.Count < count)
        {
            var tail = Tail(scratch, view, count);
            tail.FirstOut = scratch.Buffer<TElement>(OutBuffer) + Scratch.Block;
            tail.SecondOut = scratch.Buffer<TElement>(OutBuffer + 1) + Scratch.Block;
            tail.ThirdOut = scratch.Buffer<TElement>(OutBuffer + 2) + Scratch.Block;
            tail.FourthOut = scratch.Buffer<TElement>(OutBuffer + 3) + Scratch.Block;
            Differentiate(ref tail);
            Copy(tail.FirstOut, view.FirstOut + view.Count, Gradients.First == null ? 0 : count - (int)view.Count);
            Copy(tail.SecondOut, view.SecondOut + view.Count, Gradients.Second == null ? 0 : count - (int)view.Count);
            Copy(tail.ThirdOut, view.ThirdOut + view.Count, Gradients.Third == null ? 0 : count - (int)view.Count);
            Copy(tail.FourthOut, view.FourthOut + view.Count, Gradients.Fourth == null ? 0 : count - (int)view.Count);
        }

        if (weights != null)
        {
            // Four statements, not a loop with a switch: the profile-guided JIT up to .NET 10.0.12 reads a switch over the variable of an
            // unrolled loop as 0 (dotnet/runtime#132370). The weights of the third gradient were applied to the first (TieringTests).
            Weigh(Gradients.First, weights, start, count);
            Weigh(Gradients.Second, weights, start, count);
            Weigh(Gradients.Third, weights, start, count);
            Weigh(Gradients.Fourth, weights, start, count);
        }
    }

    private void Weigh(TElement* gradient, TElement* weights, long start, int count)
    {
        if (gradient != null)
        {
            Multiply(gradient + start, weights, Scale, count);
        }
    }

    private void Differentiate(ref PointBlock<TElement> view)
    {
        if (kernels.Gradient is { } compiled)
        {
            (view.Count > Scratch.Padding ? kernels.StreamingGradient ?? compiled : compiled).Run(ref view);
        }
        else if (streams && view.Count > Scratch.Padding)
        {
            Differentiate<StreamingStore<L, TElement>>(view);
        }
        else
        {
            Differentiate<CachedStore<L, TElement>>(view);
        }
    }

    private void Differentiate<TStore>(in PointBlock<TElement> view)
        where TStore : struct, IStore<L, TElement>
    {
        if (GradientKind == KernelKind.FirstGradient)
        {
            PointKernel<TFormula, L, TElement>.Gradient<One<L>, Along0, TStore>(Formula, view);
            return;
        }

        switch (BitOperations.PopCount((uint)TFormula.Differentiated))
        {
            case 1:
                PointKernel<TFormula, L, TElement>.Gradient<One<L>, Declared<TFormula>, TStore>(Formula, view);
                break;
            case 2:
                PointKernel<TFormula, L, TElement>.Gradient<Two<L>, Declared<TFormula>, TStore>(Formula, view);
                break;
            case 3:
                PointKernel<TFormula, L, TElement>.Gradient<Three<L>, Declared<TFormula>, TStore>(Formula, view);
                break;
            default:
                PointKernel<TFormula, L, TElement>.Gradient<Four<L>, Declared<TFormula>, TStore>(Formula, view);
                break;
        }
    }

    private void RunCurvature(Scratch scratch, PointBlock<TElement> view, int input, long start, int count, TElement* weights)
    {
        var output = scratch.Buffer<TElement>(OutBuffer);
        view.FirstOut = output;
        Curve(ref view, input);
        if (view.Count < count)
        {
            var tail = Tail(scratch, view, count);
            tail.FirstOut = output + view.Count;
            Curve(ref tail, input);
        }

        if (Curvature == Curvature.GaussNewton)
        {
            for (var i = 0; i < count; i += L.Count)
            {
                var x = L.Load(output + i);
                L.Store(L.IfLess(x, L.Of(0), L.Of(0), x), output + i);
            }
        }

        if (weights != null)
        {
            Multiply(output, weights, Scale, count);
        }

        Copy(output, Hessians[input] + start, count);
    }

    /// <summary>Not inlined: a switch in an unrolled loop is miscompiled (see <see cref="RunGradient"/>).</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Curve(ref PointBlock<TElement> view, int input)
    {
        if (kernels.Curvature(input) is { } compiled)
        {
            compiled.Run(ref view);
            return;
        }

        switch (input)
        {
            case 0:
                PointKernel<TFormula, L, TElement>.Curvature<Along0>(Formula, view);
                break;
            case 1:
                PointKernel<TFormula, L, TElement>.Curvature<Along1>(Formula, view);
                break;
            case 2:
                PointKernel<TFormula, L, TElement>.Curvature<Along2>(Formula, view);
                break;
            default:
                PointKernel<TFormula, L, TElement>.Curvature<Along3>(Formula, view);
                break;
        }
    }

    /// <summary>The block's end, padded to whole lanes with copies of its last element, which stay inside every domain that contains it.</summary>
    private static PointBlock<TElement> Tail(Scratch scratch, PointBlock<TElement> view, int count)
    {
        var whole = view.Count;
        var rest = count - (int)whole;
        view.First = Pad(scratch, 0, view.First + whole, rest, TFormula.Arity > 0);
        view.Second = Pad(scratch, 1, view.Second + whole, rest, TFormula.Arity > 1);
        view.Third = view.ThirdWalks == 0 ? view.Third : Pad(scratch, 2, view.Third + whole, rest, TFormula.Arity > 2);
        view.Fourth = view.FourthWalks == 0 ? view.Fourth : Pad(scratch, 3, view.Fourth + whole, rest, TFormula.Arity > 3);
        view.Terms += view.TermsWalk == 0 ? Scratch.Padding : whole;
        view.TermsWalk = -1;
        view.Sums = scratch.Buffer<double>(TailSumsBuffer);
        view.Count = Scratch.Padding;
        return view;
    }

    private static TElement* Pad(Scratch scratch, int input, TElement* from, int count, bool used)
    {
        if (!used)
        {
            return null;
        }

        var to = scratch.Buffer<TElement>(TailBuffer + input);
        Copy(from, to, count);
        new Span<TElement>(to + count, Scratch.Padding - count).Fill(from[count - 1]);
        return to;
    }

    private TElement* Output(Scratch scratch, int input, long start) =>
        Gradients[input] == null ? scratch.Buffer<TElement>(OutBuffer + input) : Gradients[input] + start;

    /// <summary>The location of an input's block: the caller's array, the constant's lanes, or scratch with a repeated cycle.</summary>
    private TElement* Input(Scratch scratch, int index, long start, int count)
    {
        if (TFormula.Arity <= index)
        {
            return null;
        }

        ref readonly var bound = ref index == 2 ? ref third : ref fourth;
        return bound.IsBound ? bound.Block(scratch.Buffer<TElement>(BoundBuffer + index - 2), start, count) : Inputs[index] + start;
    }

    /// <summary>Adds the padded tail's terms, without the padding, to the accumulators of their indices.</summary>
    private static void AddTail(TElement* terms, double* accumulators, int count)
    {
        for (var i = 0; i < count; i++)
        {
            accumulators[i] += double.CreateTruncating(terms[i]);
        }
    }

    /// <summary>x times weight times factor; 0 if the weight is 0, for every x.</summary>
    private static void Multiply(TElement* x, TElement* weights, double factor, int count)
    {
        var whole = count - count % L.Count;
        for (var i = 0; i < whole; i += L.Count)
        {
            L.Store(L.Chain(L.Load(x + i), L.Of(factor) * L.Load(weights + i)), x + i);
        }

        for (var i = whole; i < count; i++)
        {
            // As in Chain in the lanes, even if the product of weight and factor is 0.
            var weight = TElement.CreateSaturating(factor) * weights[i];
            x[i] = weight == TElement.Zero ? TElement.Zero : x[i] * weight;
        }
    }

    private static void Copy(TElement* from, TElement* to, int count) => Unsafe.CopyBlockUnaligned(to, from, (uint)(count * sizeof(TElement)));
}
