namespace Minima.Training;

/// <summary>Models that are often wanted.</summary>
public static class Models
{
    /// <summary>Linear layers with an activation, and dropout where asked for, behind each but the last.</summary>
    /// <param name="inputs">Features.</param>
    /// <param name="hidden">The width of each hidden layer; none is a linear model.</param>
    /// <param name="outputs">Numbers for each row.</param>
    /// <param name="random">Draws the weights: He's for activations of the family of ReLU, LeCun's for selu, Glorot's for those that saturate; Glorot's for the last layer.</param>
    /// <param name="activation">One of <see cref="Activations.Names"/>.</param>
    /// <param name="dropout">The share of hidden units that becomes 0 while training.</param>
    /// <param name="type">Float or double.</param>
    /// <exception cref="TrainingException">A size below 1, an unknown activation, or a dropout outside [0, 1).</exception>
    public static Sequential Mlp(int inputs, ReadOnlySpan<int> hidden, int outputs, RandomState random, string activation = "relu", double dropout = 0, ElementType type = ElementType.Single)
    {
        var layers = new List<Module>();
        foreach (var width in hidden)
        {
            var function = Activations.ByName(activation);
            layers.Add(new Linear(inputs, width, random, initializer: Activations.InitializerFor(activation), type: type));
            layers.Add(function);
            if (dropout != 0) layers.Add(new Dropout(dropout, random));
            inputs = width;
        }

        layers.Add(new Linear(inputs, outputs, random, initializer: Initializer.GlorotUniform, type: type));
        return new Sequential([.. layers]);
    }
}
