namespace Minima.Lab.Sampling;

/// <summary>A model from which items can be drawn, as experiments train and judge it.</summary>
internal abstract class GenerativeModel
{
    public abstract Words Name { get; }

    public abstract IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The training objective on a batch of items.</summary>
    public abstract Tensor Loss(Tensor batch);

    /// <summary>Draws items from the trained model.</summary>
    public abstract Tensor Draw(int items, RandomState random);

    /// <summary>Called after training, without a graph, with items that the model was trained on.</summary>
    public virtual void Trained(Tensor items)
    {
    }

    /// <summary>The negative log-likelihood of items, or the bound on it, in nats per item; null if the model has none.</summary>
    public virtual double? Surprise(Tensor items) => null;

    /// <summary>Trains the model, then calls <see cref="Trained"/> with items that it was trained on.</summary>
    public void Train(int steps, double learningRate, Func<Tensor> batch, Tensor items)
    {
        StepFitting.Run(Parameters, steps, learningRate, () => Loss(batch()));
        using var silence = Autograd.NoGradient();
        using var scope = StepScope.Begin();
        Trained(items);
    }

    /// <summary>Draws items, as a flat array of values.</summary>
    public double[] Drawn(int items, ulong seed) => Fitting.Outputs(() => Draw(items, new RandomState(seed)));

    private protected static Tensor Normal(Shape shape, RandomState random)
    {
        var values = new float[shape.Count];
        random.FillNormal(values);
        return Tensor.Of(values, shape);
    }
}
