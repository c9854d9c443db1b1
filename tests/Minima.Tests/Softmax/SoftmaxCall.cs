using System.Numerics;
using Minima.Reals;

namespace Minima.Tests.Softmax;

/// <summary>A batch of rows in arrays, and what a call made of it.</summary>
internal sealed record SoftmaxCall<T>(T[] Logits, int Classes)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Alignment = 64;

    public int[]? Labels { get; init; }

    public T[]? Target { get; init; }

    public T[]? ClassWeight { get; init; }

    public T[]? RowWeight { get; init; }

    public bool[]? Mask { get; init; }

    public int IgnoredLabel { get; init; } = int.MinValue;

    public double Smoothing { get; init; }

    public double Scale { get; init; } = 1;

    public int Threads { get; init; } = 1;

    public bool InPlace { get; init; }

    public bool WithGradient { get; init; } = true;

    /// <summary>Elements between an aligned address and the logits.</summary>
    public int Offset { get; init; }

    public int Rows => Logits.Length / Classes;

    /// <summary>On the lanes of this many elements; 1 for the widest.</summary>
    public Outcome<T> Run<TFormula>(TFormula formula, int width = 1)
        where TFormula : struct, ILogProbabilityFormula => (typeof(T) == typeof(float), width) switch
        {
            (true, 4) => Run<TFormula, V4, float>(formula, this),
            (true, 8) => Run<TFormula, V8, float>(formula, this),
            (true, _) => Run<TFormula, V16, float>(formula, this),
            (false, 2) => Run<TFormula, W2, double>(formula, this),
            (false, 4) => Run<TFormula, W4, double>(formula, this),
            _ => Run<TFormula, W8, double>(formula, this),
        };

    private static unsafe Outcome<T> Run<TFormula, L, TElement>(TFormula formula, object given)
        where TFormula : struct, ILogProbabilityFormula
        where L : struct, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var call = (SoftmaxCall<TElement>)given;
        var logits = Aligned(call.Logits, call.Offset);
        var gradient = call.InPlace ? logits : Aligned(new TElement[call.Logits.Length], call.Offset);
        Array.Fill(gradient.Memory, TElement.CreateTruncating(77));
        if (call.InPlace)
        {
            call.Logits.CopyTo(logits.Memory, logits.Start);
        }

        var terms = new TElement[call.Rows];
        double value;
        fixed (TElement* x = logits.Memory, g = gradient.Memory, t = call.Target, w = call.ClassWeight, v = call.RowWeight, y = terms)
        fixed (int* labels = call.Labels)
        fixed (bool* mask = call.Mask)
        {
            var batch = new SoftmaxBatch<TElement>
            {
                Logits = x + logits.Start,
                Rows = call.Rows,
                Classes = call.Classes,
                Labels = labels,
                Target = t,
                ClassWeight = w,
                RowWeight = v,
                Mask = mask,
                IgnoredLabel = call.IgnoredLabel,
                Smoothing = call.Smoothing,
                Gradient = call.WithGradient ? g + gradient.Start : null,
                Terms = y,
                Scale = call.Scale,
                Threads = call.Threads,
            };
            value = SoftmaxRows.Run<TFormula, L, TElement>(formula, batch);
        }

        // Nothing beside the gradient was written.
        if (!call.InPlace)
        {
            Xunit.Assert.All(gradient.Memory.Take(gradient.Start), x => Xunit.Assert.Equal(TElement.CreateTruncating(77), x));
            Xunit.Assert.All(gradient.Memory.Skip(gradient.Start + call.Logits.Length), x => Xunit.Assert.Equal(TElement.CreateTruncating(77), x));
        }

        var result = new Outcome<TElement>(value, gradient.Memory.AsSpan(gradient.Start, call.Logits.Length).ToArray(), terms);
        return (Outcome<T>)(object)result;
    }

    /// <summary>A pinned copy, so many elements behind a multiple of 64 bytes.</summary>
    public static unsafe (TElement[] Memory, int Start) Aligned<TElement>(TElement[] x, int offset)
        where TElement : unmanaged
    {
        var memory = GC.AllocateArray<TElement>(x.Length + (2 * Alignment), pinned: true);
        fixed (TElement* p = memory)
        {
            var start = (int)((Alignment - ((nint)p & (Alignment - 1))) & (Alignment - 1)) / sizeof(TElement) + offset;
            x.CopyTo(memory, start);
            return (memory, start);
        }
    }
}

/// <summary>What a call made.</summary>
internal sealed record Outcome<T>(double Value, T[] Gradient, T[] Terms)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Bit by bit.</summary>
    public void SameAs(Outcome<T> other)
    {
        Xunit.Assert.Equal(BitConverter.DoubleToInt64Bits(Value), BitConverter.DoubleToInt64Bits(other.Value));
        Xunit.Assert.Equal(Gradient, other.Gradient);
        Xunit.Assert.Equal(Terms, other.Terms);
    }
}
