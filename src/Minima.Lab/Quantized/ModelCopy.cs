namespace Minima.Lab.Quantized;

/// <summary>A model with the same weights, to be trained on.</summary>
internal static class ModelCopy
{
    public static Module Of(Module model)
    {
        var copy = ModelBuilder.Build(model.Describe(), new RandomState(0));
        for (var i = 0; i < copy.Parameters.Count; i++) model.Parameters[i].Value.Read<float>().CopyTo(copy.Parameters[i].Value.Write<float>());
        return copy;
    }
}
