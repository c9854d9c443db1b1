namespace Minima.Lab.Uncertainty;

/// <summary>The outputs of a network, followed by one learned number that is the same for all rows.</summary>
internal sealed class ConstantColumn : Module
{
    private readonly Module _inner;
    private readonly Parameter _constant;

    public ConstantColumn(Module inner)
    {
        _inner = Add("inner", inner);
        _constant = Add("constant", Tensor.Zeros([1]));
    }

    protected override Tensor Compute(Tensor input) => Tensor.Concatenate(1, _inner.Forward(input), _constant.Value.BroadcastTo([input.Shape[0], 1]));
}
