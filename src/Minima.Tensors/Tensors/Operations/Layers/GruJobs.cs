using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>One step of a GRU forward: the recurrence of <see cref="GruOperation"/>, element by element.</summary>
internal sealed unsafe class GruForwardJob : RowsJob
{
    private byte* _gates;
    private byte* _q;
    private byte* _bias;
    private byte* _to;
    private byte* _saved;
    private int _steps;
    private int _size;
    private int _step;

    /// <param name="gates">a: [batch, steps, 3 size].</param>
    /// <param name="q">h[t-1] W without b: [batch, 3 size]; null in the first step, where it is 0.</param>
    /// <param name="bias">b.</param>
    /// <param name="to">h: [batch, steps, size].</param>
    /// <param name="saved">r, z, n and q_n + b_n for the gradient: [batch, steps, 4 size]; or null.</param>
    /// <param name="step">t.</param>
    public static void Run(Node gates, Node? q, Node bias, Node to, Node? saved, int step)
    {
        var job = Pooled<GruForwardJob>.Own;
        job._gates = gates.Pointer;
        job._q = q is null ? null : q.Pointer;
        job._bias = bias.Pointer;
        job._to = to.Pointer;
        job._saved = saved is null ? null : saved.Pointer;
        job._steps = to.Shape[1];
        job._size = to.Shape[2];
        job._step = step;
        job.RunAll(to.Shape[0], job._size * 4, to.Type);
    }

    protected override void Rows<L, S, TElement>(int first, int last)
    {
        for (var row = first; row < last; row++)
        {
            var at = ((long)row * _steps) + _step;
            var gates = (TElement*)_gates + (at * 3 * _size);
            var q = _q is null ? null : (TElement*)_q + ((long)row * 3 * _size);
            var to = (TElement*)_to + (at * _size);
            var saved = _saved is null ? null : (TElement*)_saved + (at * 4 * _size);
            var whole = _size - (_size % L.Count);
            Walk<L, TElement>(gates, q, (TElement*)_bias, to, saved, _size, 0, whole);
            Walk<S, TElement>(gates, q, (TElement*)_bias, to, saved, _size, whole, _size);
        }
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Walk<L, TElement>(TElement* gates, TElement* q, TElement* bias, TElement* to, TElement* saved, nint size, nint start, nint end)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (var i = start; i < end; i += L.Count)
        {
            var qr = L.Load(bias + i);
            var qz = L.Load(bias + size + i);
            var qn = L.Load(bias + (2 * size) + i);
            var before = L.Of(0);
            if (q != null)
            {
                qr += L.Load(q + i);
                qz += L.Load(q + size + i);
                qn += L.Load(q + (2 * size) + i);
                before = L.Load(to - size + i);
            }

            var r = L.Sigmoid(L.Load(gates + i) + qr);
            var z = L.Sigmoid(L.Load(gates + size + i) + qz);
            var n = L.Tanh(L.FusedMultiplyAdd(r, qn, L.Load(gates + (2 * size) + i)));
            L.Store(L.FusedMultiplyAdd(z, before - n, n), to + i);
            if (saved == null) continue;
            L.Store(r, saved + i);
            L.Store(z, saved + size + i);
            L.Store(n, saved + (2 * size) + i);
            L.Store(qn, saved + (3 * size) + i);
        }
    }
}

/// <summary>One step of a GRU backward.</summary>
internal sealed unsafe class GruBackwardJob : RowsJob
{
    private byte* _gradient;
    private byte* _saved;
    private byte* _h;
    private byte* _ofGates;
    private byte* _ofQ;
    private byte* _carry;
    private int _steps;
    private int _size;
    private int _step;
    private bool _isLast;

    /// <param name="gradient">The gradient of h: [batch, steps, size].</param>
    /// <param name="saved">The values that the forward step saved.</param>
    /// <param name="h">The output of the forward step.</param>
    /// <param name="ofGates">The gradient of a, written at this step.</param>
    /// <param name="ofQ">The gradient of q, written at this step.</param>
    /// <param name="carry">The gradient of h[t] from later steps; becomes z times the gradient of h[t], to which the gradient through q is added later.</param>
    /// <param name="step">t.</param>
    /// <param name="isLast">True for the last step: there is no gradient from later ones yet.</param>
    public static void Run(Node gradient, Node saved, Node h, Node ofGates, Node ofQ, Node carry, int step, bool isLast)
    {
        var job = Pooled<GruBackwardJob>.Own;
        job._gradient = gradient.Pointer;
        job._saved = saved.Pointer;
        job._h = h.Pointer;
        job._ofGates = ofGates.Pointer;
        job._ofQ = ofQ.Pointer;
        job._carry = carry.Pointer;
        job._steps = h.Shape[1];
        job._size = h.Shape[2];
        job._step = step;
        job._isLast = isLast;
        job.RunAll(h.Shape[0], job._size * 4, h.Type);
    }

    protected override void Rows<L, S, TElement>(int first, int last)
    {
        for (var row = first; row < last; row++)
        {
            var at = ((long)row * _steps) + _step;
            var from = new Pointers<TElement>
            {
                Gradient = (TElement*)_gradient + (at * _size),
                Saved = (TElement*)_saved + (at * 4 * _size),
                Before = _step == 0 ? null : (TElement*)_h + ((at - 1) * _size),
                OfGates = (TElement*)_ofGates + (at * 3 * _size),
                OfQ = (TElement*)_ofQ + (at * 3 * _size),
                Carry = (TElement*)_carry + ((long)row * _size),
            };
            var whole = _size - (_size % L.Count);
            Walk<L, TElement>(from, _size, 0, whole, _isLast);
            Walk<S, TElement>(from, _size, whole, _size, _isLast);
        }
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Walk<L, TElement>(in Pointers<TElement> at, nint size, nint start, nint end, bool isLast)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (var i = start; i < end; i += L.Count)
        {
            var g = L.Load(at.Gradient + i);
            if (!isLast) g += L.Load(at.Carry + i);
            var before = at.Before == null ? L.Of(0) : L.Load(at.Before + i);
            var r = L.Load(at.Saved + i);
            var z = L.Load(at.Saved + size + i);
            var n = L.Load(at.Saved + (2 * size) + i);
            var qn = L.Load(at.Saved + (3 * size) + i);
            var ofN = g * ((1.0 - z) * (1.0 - (n * n)));
            var ofR = ofN * qn * (r * (1.0 - r));
            var ofZ = g * (before - n) * (z * (1.0 - z));
            L.Store(ofR, at.OfGates + i);
            L.Store(ofZ, at.OfGates + size + i);
            L.Store(ofN, at.OfGates + (2 * size) + i);
            L.Store(ofR, at.OfQ + i);
            L.Store(ofZ, at.OfQ + size + i);
            L.Store(ofN * r, at.OfQ + (2 * size) + i);
            L.Store(g * z, at.Carry + i);
        }
    }

    private struct Pointers<TElement>
        where TElement : unmanaged
    {
        public TElement* Gradient;
        public TElement* Saved;
        public TElement* Before;
        public TElement* OfGates;
        public TElement* OfQ;
        public TElement* Carry;
    }
}
