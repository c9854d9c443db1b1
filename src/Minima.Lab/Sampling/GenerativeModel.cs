namespace Minima.Lab.Sampling;

/// <summary>A model that items can be drawn from, as experiments train and judge it.</summary>
internal abstract class GenerativeModel
{
    public abstract Words Name { get; }

    public abstract IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The objective that a step lowers, of a batch of items.</summary>
    public abstract Tensor Loss(Tensor batch);

    /// <summary>Items of the trained model.</summary>
    public abstract Tensor Draw(int items, RandomState random);

    /// <summary>After training, without a graph, with items that it was trained on.</summary>
    public virtual void Trained(Tensor items)
    {
    }

    /// <summary>Minus the log-likelihood of items, or the bound on it: nats for an item. Null where the model does not say.</summary>
    public virtual double? Surprise(Tensor items) => null;

    /// <summary>Trains it, and lets it look at what it was trained on.</summary>
    public void Train(int steps, double learningRate, Func<Tensor> batch, Tensor items)
    {
        StepFitting.Run(Parameters, steps, learningRate, () => Loss(batch()));
        using var silence = Autograd.NoGradient();
        using var scope = StepScope.Begin();
        Trained(items);
    }

    /// <summary>The numbers of items that are drawn.</summary>
    public double[] Drawn(int items, ulong seed) => Fitting.Outputs(() => Draw(items, new RandomState(seed)));

    private protected static Tensor Normal(Shape shape, RandomState random)
    {
        var values = new float[shape.Count];
        random.FillNormal(values);
        return Tensor.Of(values, shape);
    }
}
