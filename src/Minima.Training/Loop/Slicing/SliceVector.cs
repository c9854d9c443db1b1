using System.Numerics;
using System.Runtime.InteropServices;

namespace Minima.Training;

/// <summary>The contribution of a slice, or of a sum of slices, to a step: gradients and further numbers. Its memory is pinned, so that a transport may read and write it.</summary>
internal sealed class SliceVector(SliceLayout layout)
{
    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(layout.Bytes, pinned: true);

    public SliceLayout Layout => layout;

    public Memory<byte> Bytes => _bytes;

    /// <summary>Numbers that are summed like gradients.</summary>
    public Span<double> Numbers => MemoryMarshal.Cast<byte, double>(_bytes.AsSpan(layout.Numbers, layout.NumberCount * sizeof(double)));

    /// <summary>Marks all gradients as absent and sets all numbers to 0. Old gradients stay in memory until <see cref="Complete"/>.</summary>
    public void Clear() => Array.Clear(_bytes, layout.Numbers, layout.Bytes - layout.Numbers);

    /// <summary>Sets absent gradients to 0, so that all can be added.</summary>
    public void Complete()
    {
        for (var i = 0; i < layout.Gradients.Count; i++)
        {
            if (Has(i)) continue;
            if (layout.Gradients[i].Type == ElementType.Single) Elements<float>(i).Clear();
            else Elements<double>(i).Clear();
        }
    }

    /// <summary>True if any slice had this gradient.</summary>
    public bool Has(int gradient) => _bytes[layout.Flags + gradient] != 0;

    /// <summary>Adds to a gradient.</summary>
    public void Accumulate(int gradient, Tensor value)
    {
        var dense = CopyKernel.Dense(value.Node);
        ref var flag = ref _bytes[layout.Flags + gradient];
        if (layout.Gradients[gradient].Type == ElementType.Single) Accumulate(Elements<float>(gradient), Tensor.Elements<float>(dense), flag != 0);
        else Accumulate(Elements<double>(gradient), Tensor.Elements<double>(dense), flag != 0);
        flag = 1;
    }

    /// <summary>A gradient as a tensor of its own.</summary>
    public Tensor Take(int gradient)
    {
        var like = layout.Gradients[gradient];
        return like.Type == ElementType.Single ? Tensor.Of(Elements<float>(gradient), like.Shape) : Tensor.Of(Elements<double>(gradient), like.Shape);
    }

    /// <summary>The sum of squares of a gradient, in order.</summary>
    public double Squares(int gradient)
    {
        double sum = 0;
        if (layout.Gradients[gradient].Type == ElementType.Single) foreach (double x in Elements<float>(gradient)) sum += x * x;
        else foreach (var x in Elements<double>(gradient)) sum += x * x;
        return sum;
    }

    /// <summary>Adds another vector to this one, in a range of bytes: this is the left summand.</summary>
    public void Add(SliceVector right, int from, int to)
    {
        AddRange<float>(right, from, Math.Min(to, layout.Floats));
        AddRange<double>(right, Math.Max(from, layout.Doubles), Math.Min(to, layout.Numbers + (layout.NumberCount * sizeof(double))));
        for (var i = Math.Max(from, layout.Flags); i < to; i++) _bytes[i] |= right._bytes[i];
    }

    private void AddRange<T>(SliceVector right, int from, int to)
        where T : struct, INumber<T>
    {
        if (from >= to) return;
        var sum = MemoryMarshal.Cast<byte, T>(_bytes.AsSpan(from, to - from));
        Accumulate(sum, MemoryMarshal.Cast<byte, T>(right._bytes.AsSpan(from, to - from)), adds: true);
    }

    private static void Accumulate<T>(Span<T> sum, ReadOnlySpan<T> summand, bool adds)
        where T : struct, INumber<T>
    {
        if (!adds)
        {
            summand.CopyTo(sum);
            return;
        }

        var i = 0;
        for (; i <= sum.Length - Vector<T>.Count; i += Vector<T>.Count) (new Vector<T>(sum[i..]) + new Vector<T>(summand[i..])).CopyTo(sum[i..]);
        for (; i < sum.Length; i++) sum[i] += summand[i];
    }

    private Span<T> Elements<T>(int gradient)
        where T : struct => MemoryMarshal.Cast<byte, T>(_bytes.AsSpan(layout.OffsetOf(gradient), layout.Gradients[gradient].Count * Marshal.SizeOf<T>()));
}
