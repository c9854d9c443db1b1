namespace Minima.Tensors;

/// <summary>A dynamic programme over every sequence of a batch, as one node: the forward pass computes values and derivatives, in double.</summary>
internal sealed class ProgrammeOperation<TProgramme>(TProgramme programme) : Operation
    where TProgramme : struct, IProgramme
{
    private static readonly FunctionCache<TProgramme, ProgrammeOperation<TProgramme>> Known = new(programme => new(programme));

    public override string Name => TProgramme.Name;

    /// <param name="programme">The formula.</param>
    /// <param name="weights">[sequences, weights].</param>
    /// <param name="facts">[sequences, facts], without a gradient.</param>
    /// <returns>[sequences].</returns>
    public static Tensor Apply(TProgramme programme, Tensor weights, Tensor facts) => Known.Of(programme).Run(weights.Contiguous(), facts.Detach().Contiguous());

    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        if (Autograd.IsRecording) throw new TrainingException($"{Name} is a dynamic programme and has no gradient of its gradient, only a first derivative.");
        var slopes = node.Arguments.Saved;
        pass.Add(node.Input(0), slopes * gradient.Reshape([slopes.Shape[0], 1]).BroadcastTo(slopes.Shape));
    }

    private Tensor Run(Tensor weights, Tensor facts)
    {
        var from = weights.RealNode(Name);
        var node = Node.New([from.Shape[0]], from.Type, this, from);
        if (from.RequiresGradient && Autograd.IsRecording) node.Arguments.Saved = new Tensor(Node.New(from.Shape, from.Type));
        ProgrammeJob<TProgramme>.Run(programme, from, facts.Node, node, node.Arguments.Saved.IsNone ? null : node.Arguments.Saved.Node);
        return node.Finish();
    }
}
