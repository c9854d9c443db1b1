namespace Minima.Tensors;

/// <summary>Activations by name.</summary>
public readonly partial struct Tensor
{
    /// <summary>max(x, 0); derivative 0 at 0.</summary>
    public Tensor Relu() => Apply(default(Relu));

    /// <summary>x above 0, <paramref name="negativeSlope"/> x elsewhere.</summary>
    public Tensor LeakyRelu(double negativeSlope = 0.01) => Apply(new LeakyRelu(negativeSlope));

    /// <summary>x above 0, <paramref name="alpha"/> (e^x - 1) elsewhere.</summary>
    public Tensor Elu(double alpha = 1) => Apply(new Elu(alpha));

    /// <summary>The self-normalising <see cref="Tensors.Selu"/>.</summary>
    public Tensor Selu() => Apply(default(Selu));

    /// <summary>x Phi(x), exact.</summary>
    public Tensor Gelu() => Apply(default(Gelu));

    /// <summary>The approximation of <see cref="Gelu"/> by a tanh.</summary>
    public Tensor GeluTanh() => Apply(default(GeluTanh));

    /// <summary>x sigmoid(x), also called swish.</summary>
    public Tensor Silu() => Apply(default(Silu));

    /// <summary>x tanh(log(1 + e^x)).</summary>
    public Tensor Mish() => Apply(default(Mish));

    /// <summary>log(1 + e^x).</summary>
    public Tensor Softplus() => Apply(default(Softplus));

    /// <summary>x / (1 + |x|).</summary>
    public Tensor Softsign() => Apply(default(Softsign));

    /// <summary>The hyperbolic tangent.</summary>
    public Tensor Tanh() => Apply(default(Tanh));

    /// <summary>1 / (1 + e^-x).</summary>
    public Tensor Sigmoid() => Apply(default(Sigmoid));

    /// <summary>x clamped to [-1, 1]; derivative 1 at both ends.</summary>
    public Tensor HardTanh() => Apply(default(HardTanh));

    /// <summary>(x + 3) / 6 clamped to [0, 1].</summary>
    public Tensor HardSigmoid() => Apply(default(HardSigmoid));

    /// <summary>x times <see cref="HardSigmoid"/>.</summary>
    public Tensor HardSwish() => Apply(default(HardSwish));
}
