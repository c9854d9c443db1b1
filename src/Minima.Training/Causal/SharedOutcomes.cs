namespace Minima.Training.Causal;

/// <summary>A network with a trunk, the representation, and a head for the outcome of each treatment.</summary>
internal sealed class SharedOutcomes
{
    private readonly Sequential _trunk;
    private readonly Sequential _control;
    private readonly Sequential _treated;

    public SharedOutcomes(int inputs, CausalSettings settings, RandomState random)
    {
        RepresentationWidth = settings.Hidden.IsEmpty ? inputs : settings.Hidden[0];
        _trunk = new Sequential(new Linear(inputs, RepresentationWidth, random), Activations.ByName("elu"));
        (_control, _treated) = (UnitNetwork.Make(RepresentationWidth, settings, random), UnitNetwork.Make(RepresentationWidth, settings, random));
    }

    public int RepresentationWidth { get; }

    public IReadOnlyList<Parameter> Parameters => [.. _trunk.Parameters, .. _control.Parameters, .. _treated.Parameters];

    public (Tensor Representation, Tensor Control, Tensor Treated) Forward(Tensor rows)
    {
        var representation = _trunk.Forward(rows);
        return (representation, UnitNetwork.Numbers(_control.Forward(representation)), UnitNetwork.Numbers(_treated.Forward(representation)));
    }

    /// <summary>mu1 - mu0 of rows, in the unit used in training.</summary>
    public double[] Effects(float[] rows, int width)
    {
        using var silence = Autograd.NoGradient();
        using var scope = StepScope.Begin();
        var (_, control, treated) = Forward(Tensor.Of(rows, [rows.Length / width, width]));
        return (treated - control).ToArray();
    }
}
