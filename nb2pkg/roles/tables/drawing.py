"""Libraries and methods that draw, show or describe."""

from __future__ import annotations

from nb2pkg.roles.tables.table import Table, roles

TABLE = Table(
    paths=roles(
        explore="""
        matplotlib mpl_toolkits pylab seaborn plotly bokeh altair holoviews hvplot plotnine pygal pyecharts cufflinks
        chart_studio folium kepler_gl pydeck wordcloud missingno pandas_profiling ydata_profiling sweetviz dtale joypy
        matplotlib_venn squarify mplfinance yellowbrick scikitplot shap lime eli5 dtreeviz graphviz pydot torchviz
        torchsummary torchinfo netron visualkeras livelossplot pandas.plotting mlxtend.plotting IPython.display
        IPython.core.display ipywidgets tabulate prettytable pprint pdpbox networkx.draw statsmodels.graphics
        sklearn.inspection sklearn.tree.plot_tree sklearn.tree.export_graphviz sklearn.tree.export_text
        sklearn.manifold scipy.cluster.hierarchy.dendrogram keras.utils.plot_model keras.utils.vis_utils
        keras.utils.model_to_dot torchvision.utils cv2.imshow google.colab.patches xgboost.plot_importance
        xgboost.plot_tree xgboost.to_graphviz lightgbm.plot_importance lightgbm.plot_tree lightgbm.plot_metric
        wandb.sklearn spacy.displacy displacy pyLDAvis umap
        """,
    ),
    names=roles(
        explore="""
        plot hist boxplot bar barh barplot countplot violinplot heatmap pairplot jointplot catplot relplot displot
        distplot kdeplot histplot lineplot scatterplot scatter regplot lmplot clustermap imshow matshow contourf
        contour quiver annotate savefig show display iplot figure subplot subplots add_subplot set_title set_xlabel
        set_ylabel suptitle xlabel ylabel xticks yticks legend tight_layout axhline axvline colorbar show_batch
        show_results show_image show_images plot_top_losses plot_confusion_matrix cv2_imshow print_summary
        ConfusionMatrixDisplay RocCurveDisplay from_predictions from_estimator view_samples add_graph add_image
        add_embedding to_html background_gradient
        """,
    ),
)
