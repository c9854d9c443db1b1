namespace Minima.Trees;

/// <summary>A library of boosted trees that takes a custom objective.</summary>
public enum BoosterLibrary
{
    /// <summary>XGBoost: a function that gives gradient and Hessian, minimised.</summary>
    XGBoost,

    /// <summary>LightGBM: a function that gives gradient and Hessian, minimised. It does not start from a constant by itself.</summary>
    LightGbm,

    /// <summary>CatBoost: a class that gives derivatives of the maximised objective.</summary>
    CatBoost,
}
