using Minima.Tensors.Kernels;

namespace Minima.Tensors;

/// <summary>
/// The recurrence of a GRU over all steps as one node. With a = the contribution of the input to the gates, q = h[t-1] W + b:
/// r = sigmoid(a_r + q_r), z = sigmoid(a_z + q_z), n = tanh(a_n + r q_n), h[t] = (1 - z) n + z h[t-1], and h[-1] = 0.
/// </summary>
internal sealed unsafe class GruOperation : Operation
{
    private static readonly GruOperation Instance = new();

    public override string Name => "gru";

    /// <param name="gates">a: [batch, steps, 3 size], the gates r, z, n one after the other.</param>
    /// <param name="weight">W: [size, 3 size].</param>
    /// <param name="bias">b: [3 size].</param>
    /// <returns>h: [batch, steps, size].</returns>
    public static Tensor Apply(Tensor gates, Tensor weight, Tensor bias)
    {
        var a = gates.Contiguous().Node;
        var w = weight.Contiguous().Node;
        var b = bias.Contiguous().Node;
        var batch = a.Shape[0];
        var steps = a.Shape[1];
        var size = w.Shape[0];
        var node = Node.New([batch, steps, size], a.Type, Instance, a, w, b);
        var records = Autograd.IsRecording && (a.RequiresGradient || w.RequiresGradient || b.RequiresGradient);
        var saved = records ? Node.New([batch, steps, 4 * size], a.Type) : null;
        var q = Node.New([batch, 3 * size], a.Type);
        var bytes = Node.SizeOf(a.Type);
        for (var step = 0; step < steps; step++)
        {
            if (step > 0) Product(false, batch, 3 * size, size, node.Pointer + ((step - 1L) * size * bytes), steps * size, w.Pointer, 3 * size, q.Pointer, 3 * size, add: false, a.Type);
            GruForwardJob.Run(a, step > 0 ? q : null, b, node, saved, step);
        }

        if (saved is not null) node.Arguments.Saved = saved.Finish();
        GC.KeepAlive(q);
        return node.Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        if (Autograd.IsRecording) BackwardRecorded(node, gradient, pass);
        else BackwardFused(node, gradient, pass);
    }

    private static void BackwardFused(Node node, Tensor gradient, BackwardPass pass)
    {
        var (batch, steps, size) = (node.Shape[0], node.Shape[1], node.Shape[2]);
        var g = gradient.Contiguous().Node;
        var w = node.Input(1);
        var bytes = Node.SizeOf(node.Type);
        var saved = node.Arguments.Saved.Node;
        var ofGates = Node.New([batch, steps, 3 * size], node.Type);
        var ofQ = Node.New([batch, steps, 3 * size], node.Type);
        var carry = Node.New([batch, size], node.Type);
        for (var step = steps - 1; step >= 0; step--)
        {
            GruBackwardJob.Run(g, saved, node, ofGates, ofQ, carry, step, isLast: step == steps - 1);
            if (step > 0) Product(true, batch, size, 3 * size, ofQ.Pointer + ((long)step * 3 * size * bytes), steps * 3 * size, w.Pointer, 3 * size, carry.Pointer, size, add: true, node.Type);
        }

        pass.Add(node.Input(0), ofGates.Finish());
        GiveWeights(node, ofQ.Finish(), pass);
        GC.KeepAlive(g);
        GC.KeepAlive(carry);
    }

    /// <summary>The same by tensor operations, which can be differentiated again.</summary>
    private static void BackwardRecorded(Node node, Tensor gradient, BackwardPass pass)
    {
        var (batch, steps, size) = (node.Shape[0], node.Shape[1], node.Shape[2]);
        var a = new Tensor(node.Input(0));
        var w = new Tensor(node.Input(1));
        var before = Before(new Tensor(node));
        var q = LinearOperation.Apply(before, w, new Tensor(node.Input(2)));
        var r = (Gate(a, 0, size) + Gate(q, 0, size)).Sigmoid();
        var z = (Gate(a, 1, size) + Gate(q, 1, size)).Sigmoid();
        var n = (Gate(a, 2, size) + (r * Gate(q, 2, size))).Tanh();

        // The factors from h[t] to the gates and to h[t-1] are computed for all steps at once; only the sum over later steps is sequential.
        var toN = (1 - z) * (1 - (n * n));
        var toQ = toN * r;
        var toR = toN * Gate(q, 2, size) * r * (1 - r);
        var toZ = (before - n) * z * (1 - z);
        var transposed = w.Transpose();
        var ofH = new Tensor[steps];
        var carry = default(Tensor);
        for (var step = steps - 1; step >= 0; step--)
        {
            var h = Step(gradient, step);
            if (!carry.IsNone) h += carry;
            ofH[step] = h;
            if (step == 0) break;
            carry = (h * Step(z, step)) + Tensor.Concatenate(1, h * Step(toR, step), h * Step(toZ, step), h * Step(toQ, step)).MatMul(transposed);
        }

        for (var step = 0; step < steps; step++) ofH[step] = ofH[step].Reshape([batch, 1, size]);
        var all = Tensor.Concatenate(1, ofH);
        var (byR, byZ) = (all * toR, all * toZ);
        if (pass.Needs(node, 0)) pass.Add(node.Input(0), Tensor.Concatenate(2, byR, byZ, all * toN));
        GiveWeights(node, Tensor.Concatenate(2, byR, byZ, all * toQ), pass);
    }

    private static void GiveWeights(Node node, Tensor ofQ, BackwardPass pass)
    {
        var size = node.Shape[2];
        var rows = ofQ.Reshape([node.Shape[0] * node.Shape[1], 3 * size]);
        if (pass.Needs(node, 1)) pass.Add(node.Input(1), Before(new Tensor(node)).Reshape([rows.Shape[0], size]).Transpose().MatMul(rows));
        if (pass.Needs(node, 2)) pass.Add(node.Input(2), rows.Sum(0));
    }

    /// <summary>h[t-1] at every t.</summary>
    private static Tensor Before(Tensor h) => Padded.Apply(h.Slice(1, 0, h.Shape[1] - 1), 1, 1, h.Shape[1]);

    private static Tensor Gate(Tensor x, int gate, int size) => x.Slice(2, gate * size, size);

    private static Tensor Step(Tensor x, int step) => x.Slice(1, step, 1).Reshape([x.Shape[0], x.Shape[2]]);

    private static void Product(bool transposeB, int m, int n, int k, byte* a, int stepA, byte* b, int stepB, byte* to, int stepTo, bool add, ElementType type)
    {
        if (type == ElementType.Single) MatrixProduct.Run(false, transposeB, m, n, k, (float*)a, stepA, (float*)b, stepB, (float*)to, stepTo, add, Threads.Most);
        else MatrixProduct.Run(false, transposeB, m, n, k, (double*)a, stepA, (double*)b, stepB, (double*)to, stepTo, add, Threads.Most);
    }
}
