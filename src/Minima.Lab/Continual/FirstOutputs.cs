namespace Minima.Lab.Continual;

/// <summary>A model as it answers for the tasks so far: the outputs of later ones were never trained.</summary>
internal sealed class FirstOutputs : Module
{
    private readonly Module _inner;
    private readonly int _count;

    public FirstOutputs(Module inner, int count) => (_inner, _count) = (Add("inner", inner), count);

    protected override Tensor Compute(Tensor input) => _inner.Forward(input).Slice(1, 0, _count).Contiguous();
}
