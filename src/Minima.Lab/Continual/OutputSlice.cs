namespace Minima.Lab.Continual;

/// <summary>A model as it answers for some tasks only: adjacent outputs.</summary>
internal sealed class OutputSlice : Module
{
    private readonly Module _inner;
    private readonly int _start;
    private readonly int _count;

    public OutputSlice(Module inner, int start, int count) => (_inner, _start, _count) = (Add("inner", inner), start, count);

    protected override Tensor Compute(Tensor input) => _inner.Forward(input).Slice(1, _start, _count).Contiguous();
}
